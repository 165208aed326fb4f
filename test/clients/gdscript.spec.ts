import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithTool } from '../harness/describe-with-tool';
import { codeBlocks } from '../docs/markdown';

const ROOT = join(__dirname, '../..');
const GRAMMAR = join(ROOT, 'node_modules/tree-sitter-gdscript');

interface Node {
  type: string;
  isMissing: boolean;
  text: string;
  startPosition: { row: number };
  children: Node[];
}

/** Lines that are no GDScript, with what stands there. */
function faultsOf(source: string): string[] {
  /* eslint-disable @typescript-eslint/no-require-imports -- they are there in CI only */
  const Parser = require('tree-sitter') as new () => {
    setLanguage(language: unknown): void;
    parse(text: string): { rootNode: Node };
  };
  const parser = new Parser();
  parser.setLanguage(require('tree-sitter-gdscript'));
  /* eslint-enable @typescript-eslint/no-require-imports */
  const faults: string[] = [];
  const walk = (node: Node) => {
    if (node.type === 'ERROR' || node.isMissing) faults.push(`${node.startPosition.row + 1}: ${node.text}`);
    node.children.forEach(walk);
  };
  walk(parser.parse(source).rootNode);
  return faults;
}

const scriptsIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.gd'))
    .map((name) => join(folder, name));
const scripts = [...scriptsIn('clients/godot'), ...scriptsIn('examples/godot')].map((path): [string, string] => [
  path,
  readFileSync(join(ROOT, path), 'utf8'),
]);
const snippets = ['docs/client-cookbook.md', 'clients/godot/README.md'].flatMap((path) =>
  codeBlocks(readFileSync(join(ROOT, path), 'utf8'), ['gdscript']).map((text, i): [string, string] => [
    `${path}, block ${i + 1}`,
    text,
  ]),
);

const hint = 'npm install --no-save tree-sitter@0.21.1 tree-sitter-gdscript@6.1.0 for the scripts of Godot.';
describeWithTool([GRAMMAR], hint)('scripts for Godot', () => {
  it('are found', () => expect([scripts.length > 2, snippets.length > 1]).toEqual([true, true]));
  it.each([...scripts, ...snippets])('%s is GDScript', (_, source) => expect(faultsOf(source)).toEqual([]));
  it('would be told otherwise', () => expect(faultsOf('func f(:\n\tx = = 1\n')).not.toEqual([]));
});
