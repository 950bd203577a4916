import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { specLiterals } from './tools/rules/lint/spec-literals.mjs';

const FILE_LINES = 300;
const FUNCTION_LINES = 60;
const APPS = 'gateway|identity|vehicles|violations|payments|ledger|payment-sandbox|cli';

const INTO_AN_APP = {
  regex: `(^|/)apps/|^(\\.\\./)+(${APPS})(/|$)`,
  message: 'No app imports another: ask it, or follow its events.',
};
const INTO_A_LIBRARY = {
  regex: '(^|/)libs/|^(\\.\\./)+(contracts|messaging|platform)/|^@demerit/[^/]+/',
  message: 'A library is imported by its name, @demerit/….',
};

/** Words that do not say what a thing is: `receivedAt`, `notified` or `stored` do. Nor do names that are made with them: `knownType`, `asHeldNow`. */
const VAGUE = 'met told heard begun known held papers preferred'.split(' ');
/** What is stored or listed under such a name keeps it. */
const STORED = ['endingTold', 'told_differently', 'papersSeen'];

/** Names without any of those words; `answers` says too little by itself only. */
function clearNames(...alsoStored) {
  const either = VAGUE.join('|');
  const capital = VAGUE.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('|');
  const stored = [...STORED, ...alsoStored].join('|');
  return [
    `^(?:${stored})$|^(?![aA]nswers$)`,
    `(?!.*(?:^|_)(?:${either})(?![a-z]))`,
    `(?!.*(?:${capital})(?![a-z]))`,
    `(?!.*(?:^|_)(?:${either.toUpperCase()})(?![A-Z]))`,
  ].join('');
}

/** Ways past the check that every write of a stored document runs (libs/messaging/src/documents). */
const UNCHECKED_WRITES = [
  {
    selector: ':matches(Identifier[name="middleware"], Literal[value="middleware"])',
    message: 'What checks the writes is skipped by nobody.',
  },
  {
    selector:
      ':matches(Identifier[name=/^\\$(merge|out)$/], Literal[value=/^\\$(merge|out)$/], TemplateElement[value.raw=/^\\$(merge|out)$/])',
    message: 'What a pipeline writes is not checked: read, then save.',
  },
  {
    selector:
      'CallExpression[callee.property.name="bulkWrite"]:matches([callee.object.name=/^(db|\\w*(client|connection))$/i], [callee.object.property.name=/^(db|\\w*(client|connection))$/i])',
    message: 'What goes past the models is not checked: take bulkWrite of a model.',
  },
];

/** By these names anything global is had, also what is restricted by its own. */
const GLOBAL_OBJECTS = ['globalThis', 'global'];

/** Tests that are left out, or that leave out all others; those that a machine cannot run are chosen by a condition, `(hasCompose() ? it : it.skip)`. */
const LEFT_OUT = [
  {
    selector:
      'MemberExpression[object.name=/^(describe|it|test)$/][property.name=/^(only|skip|todo|failing)$/]:not(ConditionalExpression MemberExpression)',
    message: 'Every test runs, and none alone.',
  },
  {
    selector: 'CallExpression[callee.name=/^(fit|fdescribe|xit|xtest|xdescribe)$/]',
    message: 'Every test runs, and none alone.',
  },
];

/** Imports that match none of these are allowed in the files. */
function boundary(files, ...patterns) {
  return {
    files,
    ignores: ['**/*.spec.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
}

export default defineConfig(
  { ignores: ['dist/', 'dist-test/', 'coverage/', '.demerit/', '**/.cache/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      // One program for all, a tenth quicker than a service that is made for editors.
      parserOptions: { project: ['tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // Modules and empty bodies are classes because Nest and class-validator know things by their class.
      '@typescript-eslint/no-extraneous-class': [
        'error',
        { allowWithDecorator: true, allowEmpty: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // Bodies and answers are written as literals of their class; validation is what makes instances.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // The classes of contracts are shapes: a literal spread from one is as good as one.
      '@typescript-eslint/no-misused-spread': 'off',
      // A function is async because its callers await it, whether or not it waits today.
      '@typescript-eslint/require-await': 'off',
      // `EventPattern<string>` is Nest's overload whose handlers may take a context.
      '@typescript-eslint/no-unnecessary-type-arguments': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: ['**/*.ts'],
    rules: { 'id-match': ['error', clearNames(), { properties: true, classFields: true }] },
  },
  {
    // `told` is a field of the stored orders, and stored fields keep their names.
    files: ['apps/payments/src/orders/{due-news,freezing,orders}.*.ts'],
    rules: { 'id-match': ['error', clearNames('told'), { properties: true, classFields: true }] },
  },
  {
    files: ['**/*.{ts,mjs,cjs}'],
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'class-validator',
              importNames: ['IsOptional'],
              message: 'It lets null pass: take IsOptional or IsNullable of @demerit/contracts.',
            },
            ...['process', 'node:process'].map((name) => ({
              name,
              message: 'The process is a global, whose environment the configuration reads.',
            })),
          ],
        },
      ],
      // Text of people is checked for control characters.
      'no-control-regex': 'off',
      'max-lines': ['error', FILE_LINES],
      'max-lines-per-function': ['error', FUNCTION_LINES],
    },
  },
  {
    files: ['**/*.{mjs,cjs}'],
    languageOptions: {
      globals: {
        module: 'readonly',
        require: 'readonly',
        process: 'readonly',
        __dirname: 'readonly',
      },
    },
  },
  {
    files: [
      '**/*.spec.ts',
      'apps/*/test/**/*.ts',
      'libs/*/test/**/*.ts',
      'test/**/*.ts',
      'bench/**/*.ts',
    ],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },

  // Each is seen red in libs/platform/src/architecture.spec.ts.
  {
    files: ['apps/*/src/**/*.ts', 'libs/*/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...UNCHECKED_WRITES],
      'no-restricted-globals': ['error', ...GLOBAL_OBJECTS],
    },
  },
  {
    files: ['**/*.{spec,contract}.ts'],
    rules: { 'no-restricted-syntax': ['error', ...LEFT_OUT] },
  },
  {
    files: ['apps/*/src/**/*.ts', 'libs/*/src/**/*.ts'],
    ignores: [
      '**/*.spec.ts',
      // Rules may not even name the process.
      '**/*.rules.ts',
      'libs/platform/src/config/**',
      // What the commands find of a stack that runs here is put into the environment, before it is read.
      'apps/cli/src/main.ts',
      // Handed on to the programs of the services.
      'apps/cli/src/compile-cache.ts',
      // Faults are no setting: a test asks for one.
      'libs/messaging/src/message/crash-points.ts',
    ],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['env', 'loadEnvFile'].map((property) => ({
          object: 'process',
          property,
          message: 'One reader of the environment: libs/platform/src/config.',
        })),
      ],
    },
  },

  // Seen red in tools/rules/lint/spec-literals.spec.ts.
  {
    files: [
      '**/*.{spec,contract}.ts',
      'apps/*/test/**/*.ts',
      'libs/*/test/**/*.ts',
      'test/**/*.ts',
    ],
    // It makes the gateway ready as its main does.
    ignores: ['apps/gateway/test/gateway.ts'],
    plugins: { rules: { rules: { literals: specLiterals } } },
    rules: { 'rules/literals': 'error' },
  },

  // Who may import whom (the table of folders in ARCHITECTURE.md). Each is seen red in libs/platform/src/architecture.spec.ts.
  boundary(['apps/**/*.ts', 'infra/**/*.ts', 'tools/**/*.ts'], INTO_AN_APP, INTO_A_LIBRARY),
  // Runs before anything is built, when a library has no name yet.
  boundary(['tools/policies/*.ts'], INTO_AN_APP),
  boundary(['libs/contracts/**/*.ts'], {
    regex:
      '^(?!\\.{1,2}/(?!\\.\\.)|reflect-metadata$|class-validator$|class-transformer$|@nestjs/swagger$)',
    message: 'Contracts import nothing but the decorators that describe them.',
  }),
  boundary(['libs/messaging/**/*.ts'], INTO_AN_APP, {
    regex: '^@demerit/|(^|/)libs/|^(\\.\\./)+(contracts|platform)/',
    message: 'Messaging knows nothing of traffic law: it imports neither contracts nor platform.',
  }),
  boundary(['libs/platform/**/*.ts'], INTO_AN_APP, INTO_A_LIBRARY),
  boundary(['apps/**/*.rules.ts'], {
    regex: '^(?!@demerit/contracts$|\\.{1,2}/([\\w-]+/)*[\\w-]+\\.(rules|types)$)',
    message:
      'A rule is a pure function: it imports only contracts and the rules and types of its own app.',
  }),
  {
    files: ['apps/**/*.rules.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...UNCHECKED_WRITES,
        {
          selector:
            ':matches(NewExpression[arguments.length=0], CallExpression)[callee.name="Date"]',
          message: 'The time is an argument of a rule.',
        },
        {
          selector: 'MemberExpression[object.name="Date"][property.name="now"]',
          message: 'The time is an argument of a rule.',
        },
        {
          selector: 'MemberExpression[object.name="Math"][property.name="random"]',
          message: 'Ids and chance are arguments of a rule.',
        },
        { selector: 'AwaitExpression', message: 'A rule waits for nothing.' },
        { selector: 'ImportExpression', message: 'A rule imports only contracts, at the top.' },
      ],
      'no-restricted-globals': [
        'error',
        ...GLOBAL_OBJECTS,
        'process',
        'fetch',
        'crypto',
        'performance',
        'setTimeout',
        'setInterval',
        'queueMicrotask',
      ],
    },
  },
);
