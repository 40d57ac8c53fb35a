import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** From the top layer to the lowest (ARCHITECTURE.md). */
const LAYERS = [
  'cli',
  'server',
  'resolvers',
  'schema',
  'graph',
  'management',
  'reading',
  'execution',
  'planning',
  'registry',
  'connectors',
  'clickhouse',
  'sql',
  'model',
  'errors',
  'util',
];

/** Packages come first, then other layers from the top to the lowest, then rooms and files nearby. */
const IMPORT_ORDER = {
  groups: ['builtin', 'external', 'parent', 'sibling', 'index'],
  pathGroups: LAYERS.map((layer) => ({
    pattern: `{../,}**/../${layer}/**`,
    group: 'parent',
    position: 'before',
  })),
  alphabetize: { order: 'asc' },
  'newlines-between': 'never',
};

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'dist-bench/',
      'node_modules/',
      'coverage/',
      'test/generated/',
      '.tributary/',
      '**/*.cjs',
      '**/*.mjs',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    plugins: { 'import-x': importX },
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js', '.json'] })],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/extensions': ['.ts'],
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      'import-x/order': ['error', IMPORT_ORDER],
      'import-x/no-duplicates': 'error',
      'no-console': ['error', { allow: ['error'] }],
      eqeqeq: 'error',
    },
  },
  {
    // What is shipped. A suite's `describe` is a function too, and as long as what it tells.
    files: ['src/**', 'schema/**', 'resolvers/**'],
    rules: {
      'import-x/no-cycle': 'error',
      'max-lines-per-function': ['error', { max: 50 }],
      '@typescript-eslint/max-params': ['error', { max: 4 }],
    },
  },
  {
    files: ['src/cli/**', 'demo/**', 'test/**', 'bench/**'],
    rules: { 'no-console': 'off' },
  },
);
