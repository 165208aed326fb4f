import { keyOf, type InfoboxDefinitions } from './infobox-definitions';
import { partName, type TemplateNode, type WikitextNode } from './parse-wikitext';

/**
 * Templates that take named parameters and are no infobox: notices, citations, quotes, pictures, navigation. Whole
 * names, or beginnings where a hyphen or a space follows.
 */
const NEVER = new Set(
  `top,update,updated,conflicting,multipleissues,multiple issues,otheruses,other uses,youmay,quote,quotation,blockquote,
cquote,rquote,pull quote,quote box,quotebox,dialogue,cleanup,stub,redirect,redirect2,rhere,dablink,hatnote,eras,title,
about,for,main,main article,see also,seealso,further,distinguish,not to be confused with,disambig,disambiguation,dab,
italic title,italictitle,displaytitle,lowercase title,good article,featured article,featured,spoiler,spoilers,image,
multiple image,multiple images,double image,gallery,image array,more refs,refimprove,unreferenced,citation,succession box,
navbox,plainlist,hlist,ubl,coord,coordinate,coordinates,coord missing,short description,listen,audio,video,youtube,
reflist,references,notelist,toc,tocright,clear,clr,sister project links,sister,wikipedia,wp,imdb,tabs,tab,archive,
merge,merge to,merge from,split,move,delete,under construction,construction,in use,inuse,wip,work in progress,
expand,expansion,incomplete,outdated,notice,message box,mbox,ambox,ombox,tmbox,cmbox,nihongo,lang,flagicon,icon,
protected,pp,languages,interlang,other languages,otherlang,real world,realworld,point of view,pov,rename,
subject changes,subject changes header,subject changes footer,skillchoice,external,has skill guide,has calculator,
use dmy dates,use mdy dates,engvarb,defaultsort,authority control,portal,portal bar,commons,commonscat,wikiquote,
era,eraicon,article info,tardis,scroll box,scrollbox,columns,div col,col-begin,legend,graph,chart,family tree,familytree,
chart top,s-start,s-bef,s-ttl,s-aft,s-end,start box,end box,timeline,weather box,historical populations,medals,
prettytable,episode list,episode list/sublist,track listing,tracklist,cast,cast list,album ratings,video game reviews,
ratings,goldbox,release dates,map,location map,infobox map marker`.split(/,\s*/),
);
const NEVER_BEGINS =
  /^(?:cite|citation|ref|quote|navbox|nav|stub|pp|coord|sfn|efn|harv|s|lang|ipa|flag|wikipedia|user|userbox|babel)[\s_-]|^(?:cite|r)[A-Z]|^#/;
const NEVER_ENDS =
  /(?:nav(?:box|igation)?|mbox|notice|stub|footer|gallery|disambig(?:uation)?|quote|userbox|succession box|listen)$/i;
/** What wikis call their infoboxes: `Infobox planet`, `MonsterInfo`, `CharacterBox/Infobox`, `Ficha de personaje`. */
const INFOBOX_NAME =
  /info[\s_-]?bo(?:x|ks)|infotaula|infotabell|sidebar|taxobox|^ficha\b|^scheda\b|^карточка|картка|^картичка|^steckbrief|\bsteckbrief|infokast|tietolaatikko|faktaruta|faktamall|bilgi kutusu|kotak info|thông tin|信息框|資訊框|情報|基礎情報|정보|صندوق|جعبه|תבנית מידע|πληροφορίες|กล่องข้อมูล|(?:^|[a-z\s_/])(?:info|Info)(?:[\s/_]|$)|(?:[a-z]Box|\b[Bb]ox)(?:\/|$)|[a-z]Info$|\bsummary$/iu;
/** As many candidates of a page are kept until all definitions are known. */
const MOST = 8;

export interface InfoboxCandidate {
  name: string;
  /** How many named parameters it has. */
  named: number;
  source: string;
  isInLead: boolean;
  /** It stands in the lead, on lines of its own: where infoboxes stand. */
  isPlaced: boolean;
}

/** The templates of a page that may be its infobox, in their order. `leadEnd` is where its first heading stands. */
export function infoboxCandidates(
  source: string,
  nodes: readonly WikitextNode[],
  leadEnd = source.length,
): InfoboxCandidate[] {
  const candidates: InfoboxCandidate[] = [];
  for (const node of unwrapped(nodes)) {
    if (isNoInfobox(node.name)) continue;
    const named = node.parts.filter((part) => /^[^\d\s]/.test(partName(source, part) ?? '')).length;
    const isInLead = node.start < leadEnd;
    const isPlaced = isInLead && standsAlone(source, node);
    if (named === 0 && !isInfoboxName(node.name)) continue;
    candidates.push({ name: node.name, named, source: source.slice(node.start, node.end), isInLead, isPlaced });
  }
  // Those that call themselves infoboxes are never crowded out.
  const called = candidates.filter(({ name }) => isInfoboxName(name)).slice(0, MOST);
  return candidates.filter((one, i) => i < MOST || called.includes(one));
}

const DEEPEST_WRAPPER = 3;

/** The templates, and those that stand whole in an argument of another: `{{Spoiler|{{Infobox …}}}}`. */
function* unwrapped(nodes: readonly WikitextNode[], depth = 0): Generator<TemplateNode> {
  for (const node of nodes) {
    if (node.kind !== 'template') continue;
    yield node;
    if (depth >= DEEPEST_WRAPPER || isInfoboxName(node.name)) continue;
    for (const part of node.parts)
      if (part.equals < 0)
        for (const inner of unwrapped(part.nodes, depth + 1)) if (isInfoboxName(inner.name)) yield inner;
  }
}

/** Whether nothing but other templates stands before it on its line. */
function standsAlone(source: string, node: TemplateNode): boolean {
  const before = source.slice(Math.max(0, node.start - 200), node.start);
  return /(?:^|\}\})\s*$/.test(before.slice(before.lastIndexOf('\n') + 1));
}

/** Whether a template is known by its name to be none, on any wiki. */
export function isNoInfobox(name: string): boolean {
  return (
    NEVER.has(name.toLowerCase()) ||
    NEVER_BEGINS.test(name) ||
    (NEVER_ENDS.test(name) && !/infobox/i.test(name)) ||
    isNeverInLowerCase(name)
  );
}

function isNeverInLowerCase(name: string): boolean {
  return NEVER_BEGINS.test(name.toLowerCase());
}

/** Whether a template calls itself an infobox, in one of the common languages. */
export function isInfoboxName(name: string): boolean {
  return INFOBOX_NAME.test(name) && !isNoInfobox(name);
}

/** What a universe's definition says beside the wiki's own templates; names as `keyOf` spells them. */
export interface InfoboxKinds {
  /** Types of the universe's rules. */
  known: ReadonlySet<string>;
  /** Templates that are no infoboxes on this wiki. */
  never: ReadonlySet<string>;
}

/**
 * The infobox among the candidates: the first that the wiki defines as one, that the universe's rules know, or that
 * calls itself so; else the first that looks like one by its place and parameters.
 */
export function chooseInfobox(
  candidates: readonly InfoboxCandidate[],
  definitions: InfoboxDefinitions,
  kinds: InfoboxKinds,
): InfoboxCandidate | null {
  const possible = candidates.filter(({ name }) => !kinds.never.has(keyOf(name)) && !definitions.isOther(name));
  const sure = possible.find(({ name }) => isSure(name, definitions, kinds));
  return sure ?? possible.find(({ named, isPlaced }) => isPlaced && named >= 2) ?? null;
}

/** Whether a template is an infobox beyond a guess. */
export function isSure(name: string, definitions: InfoboxDefinitions, kinds: InfoboxKinds): boolean {
  return definitions.find(name) !== null || kinds.known.has(keyOf(name)) || isInfoboxName(name);
}
