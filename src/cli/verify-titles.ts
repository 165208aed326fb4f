import type { Directory } from '../dataset/directory';

/**
 * What differs between the file cache and the table, in words: counts per category, titles that are missing, titles
 * that should not be there, categories that are others. Empty where both say the same.
 */
export async function differences(
  directory: Directory,
  table: AsyncIterable<{ title: string; category: string }[]>,
): Promise<string[]> {
  const found: string[] = [];
  const seen = new Uint8Array(directory.count);
  const counts = new Map<string, number>();
  for await (const rows of table) {
    for (const { title, category } of rows) {
      counts.set(category, (counts.get(category) ?? 0) + 1);
      const ordinal = directory.find(title);
      if (ordinal < 0 || directory.title(ordinal) !== title || seen[ordinal] === 1)
        found.push(`Only in Postgres: ${title}`);
      else {
        seen[ordinal] = 1;
        const expected = directory.category(ordinal);
        if (category !== expected) found.push(`Other category: ${title} is ${category}, should be ${expected}`);
      }
    }
  }
  for (let ordinal = 0; ordinal < directory.count; ordinal++) {
    if (seen[ordinal] === 0) found.push(`Missing in Postgres: ${directory.title(ordinal)}`);
  }
  return [...countDifferences(directory, counts), ...found];
}

function countDifferences(directory: Directory, counts: Map<string, number>): string[] {
  const expected = new Map(directory.info.categories.map(({ name, articles }) => [name, articles]));
  return [...new Set([...expected.keys(), ...counts.keys()])].flatMap((category) => {
    const [inFiles, inTable] = [expected.get(category) ?? 0, counts.get(category) ?? 0];
    return inFiles === inTable ? [] : [`Category ${category}: ${inFiles} in the file cache, ${inTable} in Postgres`];
  });
}
