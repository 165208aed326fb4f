// Writes clients/typescript/lib from openapi.json: ES modules, CommonJS and types. With --check it only compares.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@hey-api/openapi-ts';
import { build } from 'esbuild';
import ts from 'typescript';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const home = join(root, 'clients/typescript');
const made = mkdtempSync(join(home, '.made-'));

async function generateSources(folder) {
  await createClient({
    input: join(root, 'openapi.json'),
    output: { path: join(folder, 'generated'), module: { extension: null } },
    logs: { level: 'silent', file: false },
    plugins: [
      '@hey-api/client-fetch',
      '@hey-api/typescript',
      {
        name: '@hey-api/sdk',
        paramsStructure: 'flat',
        operations: { strategy: 'single', containerName: 'LorekeeperOperations' },
      },
    ],
  });
  cpSync(join(home, 'src'), folder, { recursive: true });
}

async function bundle(entry, lib) {
  const shared = {
    absWorkingDir: made,
    entryPoints: [entry],
    bundle: true,
    target: ['node18', 'es2022'],
    legalComments: 'none',
  };
  await build({ ...shared, format: 'esm', platform: 'neutral', outfile: join(lib, 'index.mjs') });
  await build({ ...shared, format: 'cjs', platform: 'node', outfile: join(lib, 'index.cjs') });
}

function writeTypes(entry, lib) {
  const program = ts.createProgram([entry], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
    strict: true,
    skipLibCheck: true,
    declaration: true,
    emitDeclarationOnly: true,
    outDir: lib,
  });
  const { diagnostics } = program.emit();
  const all = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (all.length > 0)
    throw new Error(ts.formatDiagnostics(all, { ...ts.createCompilerHost({}), getNewLine: () => '\n' }));
}

function filesOf(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = names.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return new Map(paths.map((path) => [path.slice(folder.length), readFileSync(path, 'utf8')]));
}

try {
  const [source, lib] = [join(made, 'src'), join(made, 'lib')];
  await generateSources(source);
  await bundle(join(source, 'index.ts'), lib);
  writeTypes(join(source, 'index.ts'), lib);
  const committed = join(home, 'lib');
  if (!process.argv.includes('--check')) {
    rmSync(committed, { recursive: true, force: true });
    cpSync(lib, committed, { recursive: true });
  } else if (JSON.stringify([...filesOf(lib)]) !== JSON.stringify([...filesOf(committed)])) {
    console.error('clients/typescript/lib is not the client of openapi.json; npm run openapi writes it');
    process.exitCode = 1;
  }
} finally {
  rmSync(made, { recursive: true, force: true });
}
