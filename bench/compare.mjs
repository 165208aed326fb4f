import { readFileSync } from 'node:fs';

const WORSE_BY = 0.2;

/** Compares two reports by name; 1 where a ratio became worse by a fifth or more. */
export function compare(fileA, fileB) {
  if (!fileA || !fileB) {
    console.error('--compare needs two JSON files of earlier runs');
    return 2;
  }
  const [before, after] = [fileA, fileB].map((file) => JSON.parse(readFileSync(file, 'utf8')));
  let worse = 0;
  for (const now of after.rows) {
    const then = before.rows.find(({ name }) => name === now.name);
    if (!then) continue;
    // ">=" rows are better when they grow, "<=" rows when they shrink.
    const change = now.reach.startsWith('>=') ? then.ratio / now.ratio - 1 : now.ratio / then.ratio - 1;
    const isWorse = change >= WORSE_BY;
    if (isWorse) worse++;
    console.log(
      `${isWorse ? 'WORSE' : '     '} ${now.name}: ${then.ratio} -> ${now.ratio} (${change >= 0 ? '+' : ''}${(change * 100).toFixed(0)} %)`,
    );
  }
  console.log(worse === 0 ? 'No regression' : `${worse} regressions of a fifth or more`);
  return worse === 0 ? 0 : 1;
}
