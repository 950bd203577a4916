import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { TEXTS } from '@demerit/contracts';
import { getMetadataStorage } from 'class-validator';
import { formSentence } from '../src/http/form-sentences';
import { filesBelow } from './tree';

const ROOT = resolve(__dirname, '../../..');

/** One check of a field, as class-validator keeps it. */
interface Check {
  name?: string;
  type: string;
  message?: unknown;
  target: new () => object;
  propertyName: string;
}

/** Every check of a field in the whole tree. */
async function allChecks(): Promise<Check[]> {
  for (const path of [...filesBelow('apps'), ...filesBelow('libs')]) {
    if (!/\/src\/.*(?<!\.spec)\.ts$/.test(path)) continue;
    const file = join(ROOT, path);
    if (readFileSync(file, 'utf8').includes("from 'class-validator'")) await import(file);
  }
  const storage = getMetadataStorage() as unknown as { validationMetadatas: Map<object, Check[]> };
  const isCheck = ({ type }: Check) => type !== 'conditionalValidation';
  return [...storage.validationMetadatas.values()].flat().filter(isCheck);
}

function nameOf({ name, type, target, propertyName }: Check): string {
  return [target.name, propertyName, name ?? type].join(' ');
}

/** Finds what `formMessage` makes of a text, with anything in the place of its other parameters. */
function patternOf(text: string): RegExp {
  const literal = text
    .replaceAll('{field}', '$property')
    .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${literal.replaceAll(/\\\{\w+\\\}/g, '.+')}$`);
}

describe('the forms of the tree', () => {
  let checks: Check[];
  beforeAll(async () => (checks = await allChecks()));

  it('§7.words.forms: whatever they check has a sentence in every language', () => {
    const forms = Object.entries(TEXTS.en).filter(([key]) => key.startsWith('form.'));
    const patterns = forms.map(([, text]) => patternOf(text));
    const isSaid = ({ name, type, message, target, propertyName }: Check) => {
      const declared = { target: new target(), property: propertyName };
      const sentence = formSentence(name ?? type, declared, undefined);
      if (sentence) return !/undefined|^$/m.test(`${sentence.en}\n${sentence['zh-CN']}`);
      return typeof message === 'string' && patterns.some((pattern) => pattern.test(message));
    };
    expect(checks.length).toBeGreaterThan(500);
    expect(checks.filter((check) => !isSaid(check)).map(nameOf)).toEqual([]);
  });

  it('check a field by each constraint once, so that its name tells which it is', () => {
    const names = checks.map(nameOf);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});
