import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { getMetadataStorage } from 'class-validator';
import { formSentence } from '../src/http/form-sentences';
import { filesBelow } from './tree';

const ROOT = resolve(__dirname, '../../..');

/** One check of a field, as class-validator keeps it. */
interface Check {
  name?: string;
  type: string;
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

describe('the forms of the tree', () => {
  let checks: Check[];
  beforeAll(async () => (checks = await allChecks()));

  it('§7.words.forms: whatever they check has a sentence in every language', () => {
    const isSaid = ({ name, type, target, propertyName }: Check) => {
      const declared = { target: new target(), property: propertyName };
      const sentence = formSentence(name ?? type, declared, undefined);
      return sentence && !/undefined|^$/m.test(`${sentence.en}\n${sentence['zh-CN']}`);
    };
    expect(checks.length).toBeGreaterThan(500);
    expect(checks.filter((check) => !isSaid(check)).map(nameOf)).toEqual([]);
  });

  it('check a field by each constraint once, so that its name tells which it is', () => {
    const names = checks.map(nameOf);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});
