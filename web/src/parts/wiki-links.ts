/** The title a wiki link leads to: the part behind `/wiki/`, without its anchor; null for other addresses. */
export function titleOfHref(href: string): string | null {
  const path = /\/wiki\/([^?#]+)/.exec(href)?.[1];
  if (!path) return null;
  try {
    return decodeURIComponent(path).replaceAll('_', ' ');
  } catch {
    return path.replaceAll('_', ' ');
  }
}
