import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { pageHtml, stepsUp, type View } from './page-html';
import { PageAssets } from './page-assets';
import { PublicSite } from './public-site';

/** Writes views for those who ask: with the build's HTML around them, and addresses as the caller sees them. */
@Injectable()
export class PageWriter {
  constructor(
    private readonly assets: PageAssets,
    private readonly site: PublicSite,
  ) {}

  /** null where the page has not been built. */
  async write(request: FastifyRequest, view: View): Promise<string | null> {
    const template = await this.assets.html();
    if (template === null) return null;
    return pageHtml(template.toString(), view, { up: stepsUp(request.raw.url ?? '/'), site: this.site.of(request) });
  }
}

export function wantsHtml({ headers }: FastifyRequest): boolean {
  return /\btext\/html\b/i.test(headers.accept ?? '');
}
