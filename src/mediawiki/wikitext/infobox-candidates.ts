import { keyOf, type InfoboxDefinitions } from './infobox-definitions';
import { partName, type TemplateNode } from './parse-wikitext';

/** Templates that stand above infoboxes and take named parameters too. */
const NEVER = new Set(
  `top,update,conflicting,multipleissues,multiple issues,otheruses,youmay,quote,citation,cleanup,stub,redirect,rhere,
dablink,eras,title,about,for,main,see also,seealso,disambig,italic title,displaytitle,good article,featured article,
spoiler,image,more refs,dialogue,cite web,cite book,succession box,navbox,plainlist`.split(/,\s*/),
);
const MOST = 4;

export interface InfoboxCandidate {
  name: string;
  /** How many named parameters it has. */
  named: number;
  source: string;
}

/** The templates of a lead that may be its infobox: those with named parameters, the most of them first. */
export function infoboxCandidates(source: string, templates: readonly TemplateNode[]): InfoboxCandidate[] {
  return templates
    .filter((node) => !NEVER.has(node.name.toLowerCase()))
    .map((node) => ({ node, named: node.parts.filter((part) => partName(source, part) !== null).length }))
    .filter(({ named }) => named > 0)
    .sort((a, b) => b.named - a.named || a.node.start - b.node.start)
    .slice(0, MOST)
    .map(({ node, named }) => ({ name: node.name, named, source: source.slice(node.start, node.end) }));
}

/**
 * The infobox among the candidates: a template that defines one, else one whose name is a known kind, else one that
 * calls itself an infobox, else the one with the most parameters.
 */
export function chooseInfobox(
  candidates: readonly InfoboxCandidate[],
  definitions: InfoboxDefinitions,
  kinds: ReadonlySet<string>,
): InfoboxCandidate | null {
  const defined = candidates.find(({ name }) => definitions.find(name));
  const known = defined ?? candidates.find(({ name }) => kinds.has(keyOf(name)));
  const called = known ?? candidates.find(({ name }) => /infobox|sidebar/i.test(name));
  // A dump that brings its templates tells what an infobox is; guessing is for those that do not.
  const guessed = definitions.size > 0 ? undefined : candidates.find(({ named }) => named >= 2);
  return called ?? guessed ?? null;
}
