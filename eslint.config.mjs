// @ts-check
import { builtinModules } from 'node:module';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Spelling out `node:` shows at a glance what belongs to the platform. */
const bareNodeModules = builtinModules
  .filter((name) => !name.startsWith('node:'))
  .map((name) => ({ name, message: `Write node:${name}.` }));

/** What ESLint itself recommends and neither the compiler nor typescript-eslint sees. */
const recommended = `
  for-direction no-async-promise-executor no-case-declarations no-compare-neg-zero no-cond-assign
  no-constant-binary-expression no-constant-condition no-control-regex no-debugger no-dupe-else-if no-empty
  no-empty-character-class no-empty-pattern no-empty-static-block no-ex-assign no-extra-boolean-cast
  no-irregular-whitespace no-loss-of-precision no-misleading-character-class no-prototype-builtins no-regex-spaces
  no-self-assign no-sparse-arrays no-unassigned-vars no-unexpected-multiline no-unsafe-finally
  no-unsafe-optional-chaining no-useless-assignment no-useless-backreference no-useless-catch no-useless-escape
  preserve-caught-error require-yield use-isnan
`;

/** The runner of node:test awaits these itself; a test file has nothing to do with their promises. */
const testDeclarations = {
  from: 'package',
  package: 'node:test',
  name: ['after', 'afterEach', 'before', 'beforeEach', 'describe', 'it', 'suite', 'test'],
};

export default defineConfig(
  globalIgnores(['dist/', 'out/', '.vscode-test/', 'test/.artifacts/', 'examples/']),

  { rules: Object.fromEntries(recommended.match(/\S+/g)?.map((name) => [name, 'error']) ?? []) },

  {
    files: ['**/*.ts', '**/*.mjs'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-restricted-imports': ['error', { paths: bareNodeModules }],

      // A promise nobody waits for hides its failure: await it, return it, or hand it to `fireAndForget`.
      '@typescript-eslint/no-floating-promises': [
        'error',
        { ignoreVoid: false, allowForKnownSafeCalls: [testDeclarations] },
      ],

      // A new member of a union must stop every switch that forgot it, `default` or not.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],

      '@typescript-eslint/consistent-type-imports': 'error',
      // The same exceptions as the compiler makes: `_name`, and what is only taken out of the rest of an object.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',

      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'max-depth': ['error', 3],
      'max-params': ['error', 3],

      // Numbers print as anyone expects them to.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => emitter.fire()` and `return this.close()` are clear; braces and a second line would not make them so.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // `while (true)` with a return inside says what it means.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
    },
  },

  {
    files: ['src/**/*.ts'],
    rules: {
      // One name for one thing, wherever it is imported.
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true } },
      ],
    },
  },

  {
    // Pure rules are told the time and the luck: the same input gives the same answer.
    files: ['src/base/**/*.ts', 'src/runner/domain/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'Date', message: 'Take the time from a Clock or a parameter.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Take randomness as a parameter.' },
      ],
    },
  },

  {
    // The table of contents of the wire reads best in one piece.
    files: ['src/protocol/**/*.ts', 'test/**/*.ts'],
    rules: { 'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }] },
  },

  {
    files: ['test/**/*.ts'],
    rules: {
      // A suite is one function; its tests are what should be short.
      'max-lines-per-function': 'off',
      // In a test the failed assertion is the message.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },

  {
    // Scripts talk to the person at the terminal.
    files: ['**/*.mjs', 'test/suite/**/*.ts'],
    rules: { 'no-console': 'off' },
  },

  {
    // These do not see a cast written as a JSDoc comment, the only kind JavaScript has; tsc checks what is cast to.
    files: ['**/*.mjs'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
