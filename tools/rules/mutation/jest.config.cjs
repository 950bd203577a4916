const { readFileSync } = require('node:fs');
const { projects } = require('../../../jest.config.cjs');

/** The specs that need nothing but Node, read by the harness. */
const [specs] = projects;
const { file } = JSON.parse(readFileSync(process.env.MUTATION_TASK, 'utf8'));
const [[pattern, [, swc]]] = Object.entries(specs.transform);

module.exports = {
  ...specs,
  displayName: undefined,
  roots: [
    '<rootDir>/libs',
    '<rootDir>/tools/rules/mutation',
    `<rootDir>/${file.split('/').slice(0, 2).join('/')}`,
  ],
  testMatch: ['<rootDir>/tools/rules/mutation/harness.ts'],
  testPathIgnorePatterns: [],
  testEnvironment: '<rootDir>/tools/rules/mutation/environment.cjs',
  transform: {
    ...specs.transform,
    [pattern]: ['<rootDir>/tools/rules/mutation/transform.cjs', swc],
  },
  reporters: [],
};
