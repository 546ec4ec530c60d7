// One configuration for the whole repository, run from its root: `npm --prefix test run lint`.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import js from '@eslint/js';
import { defineConfig, globalIgnores, includeIgnoreFile } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { assertions, everyTestRuns } from './guards/lint/assertions.js';
import { comments } from './guards/lint/comments.js';
import { rooms } from './guards/lint/rooms.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const unitTests = ['{sdk,mock-server}/{,ui/}src/**/*.test.ts', '{sdk,mock-server}/src/test/**'];
const tests = [...unitTests, 'test/**/*.ts'];

/** `only options.ts reads the environment`, in the ways there are to read it. */
const environment = [
  "[property.name='env']",
  "[property.value='env']",
  "[property.name='getBuiltinModule']",
].map((property) => ({
  selector: `MemberExpression${property}`,
  message: 'Only options.ts reads the environment, and only node/, redis/ and cli/ know the platform.',
}));

/** Code that is loaded late can be gone by then: the package may have been installed anew under a running program. */
const lateImports = [{ selector: 'ImportExpression', message: 'Every import of the SDK is static.' }];

/** Globals that would give the domain a clock of its own. */
const clocks = ['performance', 'crypto', 'setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
  name,
  message: 'The domain has the clock and the randomness of its world: clock.ts and ids.ts.',
}));
const foreignClock = [
  "MemberExpression[object.name='Date'][property.name='now']",
  "MemberExpression[object.name='Math'][property.name='random']",
  "NewExpression[callee.name='Date'][arguments.length=0]",
  "CallExpression[callee.name='Date']",
].map((selector) => ({ selector, message: clocks[0].message }));

/** Web standards only: the main door of the SDK runs where there is no Node. */
const nodeGlobals = ['process', 'Buffer', 'require', '__dirname', '__filename', 'setImmediate', 'global'].map(
  (name) => ({
    name,
    message: 'The main door of the SDK uses web standards only; node/, redis/ and cli/ may use it.',
  }),
);

const anyReason = { allowThrowingAny: true, allowThrowingUnknown: true };

export default defineConfig(
  includeIgnoreFile(join(root, '.gitignore')),
  globalIgnores(['**/generated/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    plugins: { kit: { rules: { rooms, comments, assertions, 'every-test-runs': everyTestRuns } } },
    rules: {
      'kit/rooms': 'error',
      'kit/comments': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A caller's abort reason passes through as it is, whatever it is.
      '@typescript-eslint/only-throw-error': ['error', anyReason],
      '@typescript-eslint/prefer-promise-reject-errors': ['error', anyReason],
      // A method may be async because its interface is.
      '@typescript-eslint/require-await': 'off',
      // TypeScript knows which names exist.
      'no-undef': 'off',
    },
  },
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['sdk/src/**/*.ts'],
    rules: { 'no-console': 'error', 'no-restricted-syntax': ['error', ...environment, ...lateImports] },
  },
  {
    files: ['sdk/src/**/*.ts'],
    ignores: ['sdk/src/options.ts', 'sdk/src/{node,redis,cli}/**', ...unitTests],
    rules: { 'no-restricted-globals': ['error', ...nodeGlobals] },
  },
  { files: ['sdk/src/options.ts', ...unitTests], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['mock-server/src/epson/domain/**/*.ts'],
    ignores: ['mock-server/src/epson/domain/clock.ts', 'mock-server/src/epson/domain/ids.ts', ...unitTests],
    rules: {
      'no-restricted-globals': ['error', ...clocks],
      'no-restricted-syntax': ['error', ...foreignClock],
    },
  },
  {
    files: tests,
    rules: {
      'kit/assertions': 'error',
      'kit/every-test-runs': 'error',
      // A parsed answer is `any` until an assertion has looked at it.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // expect(host.close) looks at a method, it does not call it.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
