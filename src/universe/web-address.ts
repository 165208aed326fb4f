/** An address as a link may have it, absolute; null for one that is neither http nor https, whatever it hides its scheme with. */
export function webAddress(href: string | null | undefined, base?: string | null): string | null {
  if (!href) return null;
  try {
    const url = new URL(href, base ?? undefined);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}
