import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lab.mjs';

const PAGE = join(root, 'bench/README.md');
const BETWEEN = /(<!-- figures -->)[^]*(<!-- end of figures -->)/;

/** Puts the figures of a run into bench/README.md. */
export function writePage({ at, machine, articles, rows }) {
  const head = `Measured on ${at.slice(0, 10)}: ${machine.cores} cores, ${machine.memoryGb} GB of memory, Node ${machine.node}, ${articles.toLocaleString('en')} articles.`;
  const lines = rows.map(
    ({ name, value, limit, ratio, reach, ok }) =>
      `| ${name} | ${value} | ${limit} | ${ratio} | ${reach} | ${{ true: 'yes', false: 'no' }[ok] ?? '-'} |`,
  );
  const table = ['| row | measured | limit | ratio | reach | reached |', '|---|---|---|---|---|---|', ...lines];
  const figures = [head, '', ...table].join('\n');
  const page = readFileSync(PAGE, 'utf8');
  writeFileSync(
    PAGE,
    page.replace(BETWEEN, (_, start, end) => `${start}\n\n${figures}\n\n${end}`),
  );
}
