import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the decoder's program lies: beside this file, or near the bundle or test program that this file is part of. */
const PLACES = ['.', 'images/decoder', 'src/images/decoder', '../src/images/decoder', '../../src/images/decoder'];

/** Arguments for `node` that start a decoder process. */
export function decoderArguments(): string[] {
  const compiled = find('decoder.process.js');
  if (compiled) return [compiled];
  // Tests run the TypeScript sources.
  const source = find('decoder.process.ts');
  if (!source) throw new Error('the decoder program is missing from this installation');
  return ['-e', `(${runSource.toString()})(require, ${JSON.stringify(source)})`];
}

function find(name: string): string | undefined {
  return PLACES.map((place) => join(__dirname, place, name)).find((path) => existsSync(path));
}

interface LoadedModule {
  filename: string;
  paths: string[];
  _compile(code: string, path: string): void;
}
interface ModuleSystem {
  new (id: string): LoadedModule;
  createRequire(path: string): NodeJS.Require;
  _nodeModulePaths(from: string): string[];
}

/** Runs in the new process: nothing of this file but its parameters is there. */
function runSource(load: NodeJS.Require, source: string): void {
  const Module = load('node:module') as unknown as ModuleSystem;
  const { buildSync } = Module.createRequire(source)('esbuild') as typeof import('esbuild');
  const options = { bundle: true, write: false, platform: 'node', packages: 'external' } as const;
  const built = buildSync({ ...options, entryPoints: [source] });
  const program = new Module(source);
  program.filename = source;
  program.paths = Module._nodeModulePaths(source);
  program._compile(built.outputFiles[0]!.text, source);
}
