import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../problem/problem';
import { negotiateEncoding } from '../http/encodings';
import { addVary } from '../http/finish-answers';
import { PageAssets } from './page-assets';

/** `GET /assets/:file`: what the page is made of. The names carry a hash, so they never change. */
@Controller('assets')
export class PageAssetsController {
  constructor(private readonly assets: PageAssets) {}

  @Get(':file')
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
}
