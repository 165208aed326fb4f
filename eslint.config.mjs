import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** The floors of the house, lowest first; a room imports only from floors below its own (README, Architecture). */
const FLOORS = [
  ['universe', 'tracing'],
  ['egress', 'config', 'problem', 'event-loop', 'params', 'processes'],
  ['file-cache', 'dataset', 'database', 'images', 'mediawiki'],
  ['jobs'],
  ['catalogue', 'prefetch'],
  ['exports'],
  ['api', 'mcp'],
  ['cli'],
];

const zones = FLOORS.flatMap((rooms, floor) =>
  rooms.map((room) => ({
    target: `./src/${room}`,
    from: FLOORS.slice(floor)
      .flat()
      .filter((other) => other !== room)
      .map((other) => `./src/${other}`),
    message: `${room}/ stands on floor ${floor}: it may import only from the floors below.`,
  })),
).filter(({ from }) => from.length > 0);

export default tseslint.config(
  {
    ignores: [
      'dist',
      '.data',
      '.tmp',
      'node_modules',
      'web/dist',
      'docs/.vitepress/dist',
      'docs/.vitepress/cache',
      'clients/typescript/lib',
      'coverage',
    ],
  },
  ...tseslint.configs.recommended,
  importX.flatConfigs.typescript,
  {
    settings: {
      'import-x/resolver': undefined,
      'import-x/resolver-next': [
        createNodeResolver({
          extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs'],
          extensionAlias: { '.js': ['.ts', '.js'] },
        }),
      ],
    },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['src/**/*.ts', 'migrations/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/config/**', '**/*.spec.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Only config/ reads the environment; take the slice you need from Config.',
        },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/egress/**', '**/*.spec.ts'],
    rules: {
      'no-restricted-globals': ['error', { name: 'fetch', message: 'All outbound HTTP goes through egress/.' }],
      'no-restricted-imports': [
        'error',
        {
          paths: ['undici', 'http', 'https', 'node:http', 'node:https'].map((name) => ({
            name,
            message: 'All outbound HTTP goes through egress/.',
            allowTypeImports: true,
          })),
        },
      ],
    },
  },
);
