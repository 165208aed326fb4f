import { canonicalUrl, portOf } from '../../egress/canonical-url';
import type { AllowList } from '../../egress/host-allow-list';

/** The operator's own addresses exactly as configured, wherever they resolve to, and nothing else. */
export class ExactAddresses implements AllowList {
  private readonly hrefs: ReadonlySet<string>;
  private readonly ports: ReadonlySet<number>;

  constructor(urls: readonly string[]) {
    const canonical = urls.map((url) => canonicalUrl(url));
    this.hrefs = new Set(canonical.map(({ href }) => href));
    this.ports = new Set(canonical.map(portOf));
  }

  allows({ href }: URL): boolean {
    return this.hrefs.has(href);
  }

  /** Only a host of the list was resolved, for redirects are not followed. */
  allowsAddress(_address: string, port: number): boolean {
    return this.ports.has(port);
  }
}
