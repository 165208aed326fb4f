/** Percent-decodes a text; as it is where it cannot be decoded, for a percent sign may belong to a title. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
