/** Text outside of code blocks. */
function prose(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, '');
}

/** Targets of links and images. */
export function linksOf(text: string): string[] {
  return [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** Anchors of the headings, as GitHub makes them. */
export function anchorsOf(text: string): Set<string> {
  const headings = [...prose(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** Contents of the code blocks in one of these languages. */
export function codeBlocks(text: string, languages: readonly string[]): string[] {
  return [...text.matchAll(/^```([a-z]*)\n([\s\S]*?)^```$/gm)]
    .filter(([, language = '']) => languages.includes(language))
    .map(([, , block = '']) => block);
}

export interface DocumentedRequest {
  line: string;
  url: string;
  method: string;
  isAdmin: boolean;
}

/** The requests of curl lines to a service on this machine. */
export function requestsOf(text: string): DocumentedRequest[] {
  return codeBlocks(text, ['sh', ''])
    .flatMap((block) => block.split('\n'))
    .filter((line) => /^curl /.test(line))
    .map((line) => {
      const [, address = ''] = /'?((?:http:\/\/)?localhost:8000[^'\s]*)'?/.exec(line) ?? [];
      return {
        line,
        url: address.startsWith('http') ? address : `http://${address}`,
        method: /-X (\w+)/.exec(line)?.[1] ?? 'GET',
        isAdmin: line.includes('X-API-Key'),
      };
    });
}
