/**
 * Three projects: `specs` need nothing but Node; `stack` (….stack.spec.ts and test/) need the real broker and database; `measured` (test/measured)
 * as well, and besides a machine that does nothing else meanwhile.
 */
const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/dist-test/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  moduleNameMapper: { '^@demerit/(.*)$': '<rootDir>/libs/$1/src/index.ts' },
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
      testPathIgnorePatterns: ['<rootDir>/test/measured/'],
    },
    {
      ...common,
      displayName: 'measured',
      testMatch: ['<rootDir>/test/measured/*.spec.ts'],
    },
  ],
};
