import { readFileSync, writeFileSync } from 'node:fs';
import { PARTS, SETTING, undeclaredIn, withPart } from './parts.ts';

/**
 * `npm run policies` writes what follows from the declarations of the policies (libs/contracts/src/policy) into the files that operators read;
 * with `-- --check` it only names the files that are out of date. Exits 1 when there is one, or a policy is set that is not declared. Run from the repository's top.
 */
function main(isCheck: boolean): number {
  let status = 0;
  const say = (problem: string): void => {
    process.stderr.write(`${problem}\n`);
    status = 1;
  };
  for (const part of PARTS) {
    const text = readFileSync(part.path, 'utf8');
    const wanted = withPart(text, part);
    if (wanted === undefined)
      say(`${part.path}: the marks of the policies are not there once each`);
    else if (wanted !== text && isCheck) say(`${part.path} is out of date: npm run policies`);
    else if (wanted !== text) writeFileSync(part.path, wanted);
  }
  for (const path of SETTING) {
    for (const name of undeclaredIn(readFileSync(path, 'utf8')))
      say(`${path}: there is no policy ${name}`);
  }
  return status;
}

process.exitCode = main(process.argv.includes('--check'));
