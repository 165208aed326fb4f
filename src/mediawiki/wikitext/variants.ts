/**
 * What a `-{…}-` shows: the first of its variants (`zh-hans:联邦州; zh-hant:邦`), or its only text. Rules that show
 * nothing (`H|`, `T|`) are empty.
 */
export function variantText(text: string): string {
  const flags = /^\s*([A-Za-z\s;-]{1,20})\|/.exec(text);
  if (flags && /[HT-]/.test(flags[1] ?? '')) return '';
  const body = flags ? text.slice(flags[0].length) : text;
  const [first = ''] = body.split(';', 1);
  const variant = /^\s*[a-z]{2,3}(?:-[a-z]{2,8})*\s*:(?!\/\/)/.exec(first);
  return variant ? first.slice(variant[0].length).trim() : body;
}
