import { keyOf } from './infobox-definitions';
import { shownDate } from './shown-dates';
import { shownHeight, shownMeasure } from './shown-measures';

/** The arguments of a template inside a text, as plain text. */
export interface InlineArguments {
  /** Positional ones, also where they are written `1=`. */
  positional: readonly string[];
  named: ReadonlyMap<string, string>;
}

/**
 * What a template shows inside a text: a pattern, in which `$1` is an argument with its links, `$9` the last one,
 * `$*` all of them as items, `¶` an end of an item, `‖` the end of a table's cell; or a text made of the arguments.
 */
export type InlineTemplate = string | ((from: InlineArguments) => string);

const ITEMS = '¶$*¶';
const NOTHING = '';

const RULES: ReadonlyMap<string, InlineTemplate> = new Map<string, InlineTemplate>([
  ...rule('c,comment,note,small note', ' ($1)'),
  ...rule("'s", "'s"),
  ...rule("',apostrophe", "'"),
  ...rule('!,pipe', '|'),
  ...rule('!!', '||'),
  ...rule('=,equals', '='),
  ...rule('(,lb,ob', '{'),
  ...rule('),rb,cb', '}'),
  ...rule('((', '{{'),
  ...rule(')),', '}}'),
  ...rule('·,dot,bullet,•,bull,middot', ' · '),
  ...rule('mdash,—,em dash,emdash', '—'),
  ...rule('spaced mdash,spaced em dash,smdash', ' — '),
  ...rule('ndash,–,en dash,endash', '–'),
  ...rule('spaced ndash,spaced en dash,snd,sndash,spnd,spndash,spacedndash', ' – '),
  ...rule('nbsp,space,spaces,thinsp,thin space,hair space,0,sp', ' '),
  ...rule('zwsp,zwj,zwnj,shy,wbr,lrm,rlm', NOTHING),
  ...rule('times', '×'),
  ...rule('plusminus,pm', '±'),
  ...rule('degree,deg', '°'),
  ...rule('circa,ca,ca.,c.', 'c. $1'),
  ...rule('langx,lang-x', '$2'),
  ...rule('w,wpl,wikipedia link', '$9'),
  ...rule('val', ({ positional, named }) =>
    [positional[0], named.get('u') ?? named.get('ul')].filter(Boolean).join(' '),
  ),
  ...rule('height', shownHeight),
  ...rule('na,n/a', 'N/A'),
  ...rule('yes,tick,check,checkmark,aye', ({ positional }) => positional[0] ?? 'Yes'),
  ...rule('no,cross,xmark,nay', ({ positional }) => positional[0] ?? 'No'),
  ...rule('-,clear,br,break,clr,crlf,newline,*', '¶'),
  ...rule(
    `plainlist,plain list,ubl,ublist,unbulleted list,hlist,flatlist,flat list,horizontal list,list,bulleted list,
bullet list,blist,bulletlist,ordered list,numbered list,olist,nblist,il,inline list,cslist,comma separated entries,br separated entries,
br list,line list,collapsible list,hidden list,flowlist,startplainlist,startflatlist,endplainlist,endflatlist,
cs list,enum,enumeration,indented plainlist,unordered list,ul,ulist,dlist,slist,vlist,pagelist,longlist,columns-list,
aligned list,div col,column list,multicol list,tree list,and list,or list`,
    ITEMS,
  ),
  ...rule('lang,native name,nativename,transl,transliteration,nihongo foot,color,colour,fc,font color,fontcolor', '$9'),
  ...rule('text color,textcolor,colored,coloured,col,bgcolor,background color,style,span,font colour,fontcolour', '$9'),
  ...rule('sort,sortkey text,sorttext', ({ positional }) => (positional.length > 1 ? (positional[1] ?? '') : '')),
  // These only format their argument.
  ...rule(
    `nowrap,nobr,nobreak,small,smaller,small text,big,bigger,larger,large,huge,center,centre,sub,sup,resize,abbr,tooltip,
hover,hovertext,tt,mono,code,var,strong,em,bold,b,italic,italics,i,it,sc,smallcaps,small caps,underline,u,normal,normal text,
noitalic,nobold,members,serif,samp,mvar,big text,mark,highlight,wrap,nbwrap,linebreak,block,indent,allow wrap,ins`,
    '$1',
  ),
  ...rule('align,font,font size,fontsize,font family,text size,text-size,textsize', '$9'),
  ...rule('scp,skillclickpic,skill clickpic', ({ positional }) => positional.slice(0, 2).join(' ').trim()),
  ...rule('coins,coin,gp', ({ positional: [amount = ''] }) => (/^[\d.,\s]+$/.test(amount) ? amount : NOTHING)),
  ...rule('hs,hidden sort key,sort key,sortkey,flagicon,flag icon,flagiconlink,anchor,anchors,visible anchor icon', ''),
  ...rule('sortname,sort name', ({ positional }) => positional.slice(0, 2).join(' ').trim()),
  ...rule('nihongo,nihongo2,nihongo3,nihongo title,zh-full,ruby,ruby-ja,furigana', nativeInBrackets),
  ...rule('frac,fraction,sfrac', fraction),
  ...rule(
    'url,official website,official url,website,official',
    ({ positional }) => positional[1] || positional[0] || '',
  ),
  ...rule('key press,keypress,key,keys,kbd,button', ({ positional }) => positional.join('+')),
  ...rule('convert,cvt,conv,measure,unit', shownMeasure),
  ...rule('coord,coords,coordinates,coordinate', NOTHING),
  ...['USS', 'SS', 'HMS', 'IKS'].flatMap((prefix) => rule(prefix, ({ positional }) => shipName(prefix, positional))),
  ...rule('plinkt', '‖[[$1]]'),
  ...rule('plink,plinkp,item link,itemlink,ilink,il2', '[[$1]]'),
  ...rule(
    `birth date,birth date and age,death date,death date and age,start date,start date and age,end date,film date,
dob,dod,birth,bda,dda,birthdate,birth-date,death-date,birthdate and age,birth-date and age,release date,date,dts,
birth year and age,death year and age,birth year,start-date,end-date,released,launch date,film release,date table sorting`,
    shownDate,
  ),
  ...rule('age,age in years,age in years and days,age in days,years ago,time ago,start and end dates,when', NOTHING),
  ...rule(
    `fn,fact,citation needed,dead link,verify,who,clarify,better source,sic,rp,r,dubious,failed verification,
page needed,which,specify,source,sourced,sources,update,conflicting,multipleissues,multiple issues,otheruses,other uses,
youmay,quote,cleanup,stub,redirect,redirect3,rhere,dablink,hatnote,eras,title,top,disambig,main,seealso,see also,about,
for,italic title,displaytitle,defaultsort,reflist,notelist,pronunciation,ipa,ipac-en,ipa-en,respell,audio,listen,
pp,pp-protected,short description,use dmy dates,use mdy dates,toc,tocright,tocleft,spoiler,wikidata,disambiguation needed`,
    NOTHING,
  ),
]);

const CITATIONS = /^(?:cite|citation|citeweb|sfn|efn|refn?|harv|namedref|reflink)(?:[\s/:-]|$)|^cite[A-Z]|^cn$/i;

function rule(names: string, shown: InlineTemplate): [string, InlineTemplate][] {
  return names.split(',').map((name) => [keyOf(name), shown]);
}

/** How a template is shown that is known, wherever it stands; null for others. */
export function knownTemplate(name: string): InlineTemplate | null {
  return RULES.get(keyOf(name)) ?? (CITATIONS.test(name) ? NOTHING : null);
}

/**
 * How a template inside a value is shown. One that is not known shows its first argument: most only format it; and
 * without arguments its own name where that is a code (`{{TNG}}`).
 */
export function inlineTemplate(name: string, hasArguments: boolean): InlineTemplate {
  const known = knownTemplate(name);
  if (known !== null) return known;
  if (!hasArguments) return /^[A-Z][A-Z0-9]{1,3}$/.test(name) ? name : NOTHING;
  return '$1';
}

function nativeInBrackets({ positional }: InlineArguments): string {
  const [shown = '', ...native] = positional;
  const inBrackets = native
    .slice(0, 2)
    .filter((text) => text !== '')
    .join(', ');
  if (shown === '') return inBrackets;
  return inBrackets === '' ? shown : `${shown} (${inBrackets})`;
}

function fraction({ positional }: InlineArguments): string {
  const [a = '', b, c] = positional;
  if (b === undefined) return a === '' ? '/' : `1/${a}`;
  return c === undefined ? `${a}/${b}` : `${a} ${b}/${c}`;
}

/** `{{USS|Name|NCC-1}}` -> `USS Name (NCC-1)`. */
function shipName(prefix: string, [name = '', registry = '']: readonly string[]): string {
  return `${prefix} ${name}${registry === '' ? '' : ` (${registry})`}`;
}
