import { partName, type TemplateNode } from './parse-wikitext';

/** Templates that stand above infoboxes and take named parameters too. */
const NEVER = new Set(
  `top,update,conflicting,multipleissues,multiple issues,otheruses,youmay,quote,citation,cleanup,stub,redirect,rhere,
dablink,eras,title,about,for,main,see also,seealso,disambig,italic title,displaytitle,good article,featured article,
spoiler,image,more refs,dialogue,cite web,cite book,succession box,navbox,plainlist`.split(/,\s*/),
);
const MOST = 4;

/** The templates of a lead that may be its infobox: those with named parameters, the most of them first. */
export function infoboxCandidates(
  source: string,
  templates: readonly TemplateNode[],
): { name: string; source: string }[] {
  return templates
    .filter((node) => !NEVER.has(node.name.toLowerCase()))
    .map((node) => ({ node, named: node.parts.filter((part) => partName(source, part) !== null).length }))
    .filter(({ named }) => named > 0)
    .sort((a, b) => b.named - a.named || a.node.start - b.node.start)
    .slice(0, MOST)
    .map(({ node }) => ({ name: node.name, source: source.slice(node.start, node.end) }));
}
