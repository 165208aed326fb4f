/** What an Accept or Accept-Encoding header names, in lower case, each with its weight from 0 to 1. */
export function acceptedWeights(header: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim());
    const q = parameters.map((parameter) => /^q=([0-9.]+)$/.exec(parameter)?.[1]).find((value) => value);
    weights.set(name, q === undefined ? 1 : Number(q));
  }
  return weights;
}
