/** What would end a link of Markdown, or a cell with a link in it. */
const SPECIAL = /[()<>[\]\\`|*"'\s\0-\x1f\x7f]/g;
const LONGEST = 2000;

/** An address as a link of Markdown takes it; null where a text must not lead: to scripts, mail, or too long. */
export function markdownHref(href: string): string | null {
  const address = href.startsWith('//') ? `https:${href}` : href;
  if (address.length > LONGEST || !/^(?:\/(?!\/)|https?:\/\/[^\s/])/i.test(address)) return null;
  return address.replace(SPECIAL, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
