import { fnv1a } from './fnv1a';
import type { SectionFileWriter } from './section-file';

/** The links between infoboxes by sequence number, those of one article one after another. */
export interface LinkEdges {
  from: Uint32Array;
  /** -1 where there is no such article. */
  to: Int32Array;
  /** Indexes into `fieldNames`. */
  field: Uint32Array;
  fieldNames: string[];
}

/** A target and a field in one number of 53 bits. */
const FIELDS = 2 ** 32;

/**
 * Writes which articles link to which, and in which fields: the links out of each article by target, each once, and
 * for each article the numbers of the links to it, both in title order.
 */
export function writeLinkLists(
  sections: SectionFileWriter,
  edges: LinkEdges,
  order: { count: number; seqs: Uint32Array; ordinalOf: Uint32Array },
): void {
  const { starts, targets, fields } = linksOut(edges, order);
  sections.add('links.out.starts', starts);
  sections.add('links.out.to', targets);
  sections.add('links.out.field', fields);
  sections.addStrings('links.fields', edges.fieldNames);
  const inStarts = new Uint32Array(order.count + 1);
  for (const target of targets) inStarts[target + 1]!++;
  for (let ordinal = 0; ordinal < order.count; ordinal++) inStarts[ordinal + 1]! += inStarts[ordinal]!;
  const next = inStarts.slice();
  const links = new Uint32Array(targets.length);
  targets.forEach((target, link) => (links[next[target]!++] = link));
  sections.add('links.in.starts', inStarts);
  sections.add('links.in.link', links);
}

function linksOut(
  { from, to, field }: LinkEdges,
  { count, seqs, ordinalOf }: { count: number; seqs: Uint32Array; ordinalOf: Uint32Array },
) {
  const firstOf = new Uint32Array(count).fill(from.length);
  for (let edge = from.length - 1; edge >= 0; edge--) firstOf[from[edge]!] = edge;
  const starts = new Uint32Array(count + 1);
  const targets = new Uint32Array(from.length);
  const fields = new Uint32Array(from.length);
  let length = 0;
  seqs.forEach((seq, ordinal) => {
    const links = new Set<number>();
    for (let edge = firstOf[seq]!; from[edge] === seq; edge++) {
      const target = to[edge]!;
      if (target >= 0 && target !== seq) links.add(ordinalOf[target]! * FIELDS + field[edge]!);
    }
    for (const link of [...links].sort((a, b) => a - b)) {
      targets[length] = Math.floor(link / FIELDS);
      fields[length++] = link % FIELDS;
    }
    starts[ordinal + 1] = length;
  });
  return { starts, targets: targets.slice(0, length), fields: fields.slice(0, length) };
}

/**
 * For each article, by sequence number, a hash of the titles that its links lead to, in order: it tells when an article
 * that is the same for itself shows another target, because one came, went or was renamed.
 */
export function hashTargets({ from, to }: LinkEdges, titles: readonly string[]): Uint32Array {
  const titleHashes = Uint32Array.from(titles, (title) => fnv1a(title));
  const hashes = new Uint32Array(titles.length);
  for (let edge = 0; edge < from.length; edge++) {
    const target = to[edge]! < 0 ? 0 : titleHashes[to[edge]!]!;
    hashes[from[edge]!] = (Math.imul(hashes[from[edge]!]!, 31) + Math.imul(target ^ 0x9e3779b9, 0x85ebca6b)) >>> 0;
  }
  return hashes;
}
