import { HIDDEN } from '../infobox/html-value';

/** Elements that are no text of an article, in rendered HTML or in wikitext. */
const TAGS: ReadonlySet<string> = new Set(
  `style script noscript template audio video iframe object embed button input select textarea form nav svg map
canvas title`.split(/\s+/),
);
/** References, notices, navigation, controls, and what is not shown. */
const CLASSES: ReadonlySet<string> = new Set(
  `reference references reflist mw-references-wrap mw-cite-backlink mw-editsection navbox vertical-navbox navbar navbox2
navigation-box hatnote dablink rellink notice noticebox ambox tmbox ombox cmbox fmbox imbox mbox mbox-small messagebox
message-box metadata plainlinks-notice toc tocnumber toclimit noprint nomobile-nav error mw-empty-elt sortkey noexcerpt
mobileonly hidden-content mw-collapsible-toggle wds-tabs__wrapper tabber__header tabbernav catlinks printfooter stub
sistersitebox portalbox portal-box succession-box asbox infobox portable-infobox infotable infotaula taxobox sidebar
mw-indicators mw-hidden mw-broken-media article-nav quicknav`.split(/\s+/),
);
/** `infobox_v3`, `navbox-inner`, `notice-stub`. */
const CLASS_BEGINS = /^(?:[\w-]*infobox|navbox|ambox|mbox|hatnote|toc-)/i;
const IDS: ReadonlySet<string> = new Set(['toc', 'title-eraicons', 'catlinks', 'siteSub', 'jump-to-nav']);

/** Whether an element stands beside the text without being a part of it, or is not shown. */
export function isAside(name: string, attributes: Readonly<Record<string, string>>): boolean {
  if (TAGS.has(name) || attributes['hidden'] !== undefined || IDS.has(attributes['id'] ?? '')) return true;
  const classes = attributes['class'];
  if (classes?.split(/\s+/, 40).some((one) => CLASSES.has(one.toLowerCase()) || CLASS_BEGINS.test(one))) return true;
  return HIDDEN.test(attributes['style'] ?? '');
}
