import { readFileSync } from 'node:fs';
import { billOf, type Lockfile } from './bill';

interface Bill {
  components: { 'bom-ref': string; name: string; purl: string; hashes?: unknown[] }[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

const LOCKFILE: Lockfile = {
  name: 'tea',
  version: '1.2.3',
  packages: {
    '': { dependencies: { '@pot/clay': '1.0.0', cup: '2.0.0' } },
    'node_modules/@pot/clay': {
      version: '1.0.0',
      license: 'MIT',
      integrity: 'sha512-AQID',
      dependencies: { cup: '1.0.0', tray: '1.0.0' },
    },
    'node_modules/@pot/clay/node_modules/cup': {
      version: '1.0.0',
      dependencies: { tray: '1.0.0' },
    },
    'node_modules/cup': { version: '2.0.0', license: '(MIT OR CC0-1.0)', optional: true },
    'node_modules/tray': { version: '1.0.0', license: 'ISC' },
    'node_modules/whisk': { version: '9.0.0', dev: true },
  },
};

describe('the bill of what is installed', () => {
  it('names each package with version, hash and licence, and none of development', () => {
    expect(billOf(LOCKFILE)).toMatchObject({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      metadata: { component: { type: 'application', name: 'tea', version: '1.2.3' } },
      components: [
        {
          name: '@pot/clay',
          version: '1.0.0',
          scope: 'required',
          purl: 'pkg:npm/%40pot/clay@1.0.0',
          licenses: [{ expression: 'MIT' }],
          hashes: [{ alg: 'SHA-512', content: '010203' }],
        },
        { 'bom-ref': 'node_modules/@pot/clay/node_modules/cup', name: 'cup', version: '1.0.0' },
        { name: 'cup', version: '2.0.0', scope: 'optional' },
        { name: 'tray' },
      ],
    });
  });

  it('says what each uses where Node finds it: beside it before further up', () => {
    const { dependencies } = billOf(LOCKFILE) as Bill;
    expect(dependencies).toEqual([
      { ref: 'tea', dependsOn: ['node_modules/@pot/clay', 'node_modules/cup'] },
      {
        ref: 'node_modules/@pot/clay',
        dependsOn: ['node_modules/@pot/clay/node_modules/cup', 'node_modules/tray'],
      },
      { ref: 'node_modules/@pot/clay/node_modules/cup', dependsOn: ['node_modules/tray'] },
      { ref: 'node_modules/cup', dependsOn: [] },
      { ref: 'node_modules/tray', dependsOn: [] },
    ]);
  });

  it('of this repository holds every dependency, each with a hash, and nobody asks for what is not in it', () => {
    const lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile;
    const { dependencies = {} } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    const bill = billOf(lockfile) as Bill;
    const names = bill.components.map(({ name }) => name);
    expect(Object.keys(dependencies).filter((name) => !names.includes(name))).toEqual([]);
    expect(bill.components.filter(({ hashes }) => !hashes)).toEqual([]);
    const refs = new Set(bill.components.map((component) => component['bom-ref']));
    const missing = bill.dependencies.flatMap(({ dependsOn }) => dependsOn);
    expect(missing.filter((ref) => !refs.has(ref))).toEqual([]);
  });
});
