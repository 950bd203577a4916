/**
 * Packages that are ES modules only. They are made into what Jest runs by itself; with Node's `--experimental-vm-modules` it would keep whatever a
 * spec loaded until its process ends, and each spec would take longer than the one before.
 */
const ES_MODULES = [
  '@nestjs',
  '@noble',
  '@scure',
  '@stryker-mutator',
  'angular-html-parser',
  'content-disposition',
  'glob',
  'jose',
  'lru-cache',
  'minimatch',
  'minipass',
  'path-scurry',
  'typed-inject',
  'mutation-testing-report-schema',
  'uuid',
  'weapon-regex',
];

const commonjs = { target: 'es2023', keepClassNames: true };
const toCommonjs = (jsc, more) => [
  '@swc/jest',
  { jsc: { ...commonjs, ...jsc }, module: { type: 'commonjs', ...more } },
];
const ECMASCRIPT = { parser: { syntax: 'ecmascript' } };

/** Each has a time within which something must be there again, which it is beside one other of them, and not beside stacks that work. */
const OUTAGES = [
  '<rootDir>/apps/cli/src/services/doctor.stack.spec.ts',
  '<rootDir>/infra/debian/test/faults.stack.spec.ts',
  '<rootDir>/infra/debian/test/transactions.stack.spec.ts',
  '<rootDir>/libs/messaging/src/outbox/outbox.stack.spec.ts',
  '<rootDir>/libs/messaging/test/kill-broker.stack.spec.ts',
  '<rootDir>/libs/messaging/test/kill-relay.stack.spec.ts',
  '<rootDir>/libs/platform/src/run-service.stack.spec.ts',
  '<rootDir>/test/outages.spec.ts',
];

/** Each looks at how long answers take, or at memory. */
const MEASURED = [
  '<rootDir>/apps/ledger/test/saturation.stack.spec.ts',
  '<rootDir>/libs/messaging/src/transport/transport.stack.spec.ts',
  '<rootDir>/test/far-too-much.spec.ts',
  '<rootDir>/test/imports-attacked.spec.ts',
  '<rootDir>/test/measured/*.spec.ts',
  '<rootDir>/test/uploads-attacked.spec.ts',
];

/**
 * Four projects: `specs` need nothing but Node; `stack` (….stack.spec.ts and test/) need the real broker and database; `outages` as well, and
 * besides a machine that does little else meanwhile; `measured` one that does nothing else.
 */
const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/dist-test/'],
  transform: {
    '^.+\\.ts$': toCommonjs({
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    }),
    // It takes what other packages export as Node hands it over.
    '/node_modules/@stryker-mutator/.+\\.js$': toCommonjs(ECMASCRIPT, { importInterop: 'node' }),
    '^.+\\.m?js$': toCommonjs(ECMASCRIPT),
  },
  transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES.join('|')})/)`],
  moduleNameMapper: {
    '^@demerit/(.*)$': '<rootDir>/libs/$1/src/index.ts',
    // It has no entry but that for imports.
    '^weapon-regex$':
      '<rootDir>/node_modules/weapon-regex/core/target/js-3/weapon-regex-opt/main.js',
  },
};

module.exports = {
  projects: [
    {
      ...common,
      displayName: 'specs',
      testMatch: ['<rootDir>/{apps,libs,infra,tools,bench}/**/*.spec.ts'],
      testPathIgnorePatterns: ['\\.stack\\.spec\\.ts$'],
    },
    {
      ...common,
      displayName: 'stack',
      testMatch: [
        '<rootDir>/{apps,libs,infra,tools,test}/**/*.stack.spec.ts',
        '<rootDir>/test/**/*.spec.ts',
      ],
      testPathIgnorePatterns: ['<rootDir>/test/measured/', ...OUTAGES, ...MEASURED],
    },
    { ...common, displayName: 'outages', testMatch: OUTAGES },
    { ...common, displayName: 'measured', testMatch: MEASURED },
  ],
};
