import type { FastifyInstance } from 'fastify';

/** Which methods an address takes: for OPTIONS, and to tell 405 from 404. */
export class RouteTable {
  private readonly routes: { pattern: RegExp; methods: readonly string[] }[] = [];

  register(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ url, method }) => {
      // The page's: whether anything is there only the data know, and no other method is.
      if (url.startsWith('/:')) return;
      this.routes.push({ pattern: patternOf(url), methods: [method].flat() });
    });
  }

  /** Empty where no route has this address. */
  methodsOf(path: string): string[] {
    const methods = new Set<string>();
    for (const route of this.routes) {
      if (route.pattern.test(path)) route.methods.forEach((method) => methods.add(method));
    }
    if (methods.has('GET')) methods.add('HEAD');
    if (methods.size > 0) methods.add('OPTIONS');
    return [...methods].sort();
  }
}

/** `/a/:b/*` as a pattern over whole paths. */
function patternOf(url: string): RegExp {
  const source = url
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.+')))
    .join('/');
  return new RegExp(`^${source}$`);
}
