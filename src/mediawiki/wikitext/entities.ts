import { decodeHTMLStrict } from 'entities';

/** Decodes HTML's character references, which wikitext may hold anywhere; MediaWiki asks for their semicolon. */
export function decodeEntities(text: string): string {
  return text.includes('&') ? decodeHTMLStrict(text) : text;
}
