import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../problem/problem';
import { negotiateEncoding } from '../http/encodings';
import { addVary } from '../http/finish-answers';
import { PageAssets } from './page-assets';

/** What the page is made of. The names below `/assets` carry a hash, so they never change. */
@Controller()
export class PageAssetsController {
  constructor(private readonly assets: PageAssets) {}

  @Get('assets/:file')
  async pageAsset(
    @Param('file') file: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const asset = await this.assets.find(file, negotiateEncoding(request.headers['accept-encoding'] as string));
    if (!asset) throw new Problem('NOT_FOUND', 'The page has no such file.');
    reply.header('content-type', asset.type).header('cache-control', 'public, max-age=31536000, immutable');
    addVary(reply, 'Accept-Encoding');
    if (asset.encoding !== 'identity') reply.header('content-encoding', asset.encoding);
    return asset.bytes;
  }

  @Get('favicon.ico')
  async favicon(@Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    const icon = await this.assets.icon();
    if (!icon) throw new Problem('NOT_FOUND', 'The page has not been built.');
    reply.header('content-type', 'image/x-icon').header('cache-control', 'public, max-age=86400');
    return icon;
  }
}
