import { Controller, Get, Param, Query, Req, Res, type Type } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { ArchiveExport, Asked, Export, StreamExport, TextExport } from '../../exports/export';
import { ExportTools } from '../../exports/export-tools';
import { EXPORTS } from '../../exports/exports';
import { UNIVERSE_PATH } from '../../params/parameters';
import { titleFromPath } from '../params/title-from-path';
import { WikiAnswers } from '../wiki/wiki-answers';
import { sendArchive } from './send-archive';
import { sendStream } from './send-stream';

const PREFIX = '/api/v1/wiki/:universe/';

/** A request for an export, its parameters read. */
interface ExportRequest {
  universe: string;
  query: unknown;
  title: string;
}

/** Answers every export of the list, each by a method of its id. */
@Controller()
export class ExportsController {
  constructor(
    private readonly answers: WikiAnswers,
    private readonly tools: ExportTools,
  ) {}

  answer(one: Export, asked: ExportRequest, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    switch (one.kind) {
      case 'text':
        return this.text(one, asked, reply);
      case 'stream':
        return this.stream(one, asked, request, reply);
      case 'archive':
        return this.archive(one, asked, request, reply);
      default:
        return one satisfies never;
    }
  }

  private async text(one: TextExport, asked: ExportRequest, reply: FastifyReply): Promise<void> {
    const answer = await this.answers.of(asked.universe, (view) => one.make(this.askedOf(view, asked)));
    await reply.send(answer.withType(one.mediaType).withHeaders(this.headersOf(one, asked.universe)));
  }

  private async stream(
    one: StreamExport,
    asked: ExportRequest,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const answer = await this.answers.stream(asked.universe, (view) => one.make(this.askedOf(view, asked)));
    sendStream(request, reply, { ...answer, type: one.mediaType, headers: this.headersOf(one, asked.universe) });
  }

  private async archive(
    one: ArchiveExport,
    asked: ExportRequest,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { value, view } = await this.answers.catalogue.read(asked.universe, (read) =>
      one.name(this.askedOf(read, asked)),
    );
    const { key, universe } = view.directory.info;
    const name = `${universe}-${createHash('sha256').update(`${one.id}\n${key}\n${value}`).digest('hex').slice(0, 32)}`;
    const order = { id: one.id, universe, key, query: asked.query };
    const archive = () => this.tools.archives.open(`${name}.zip`, (target) => this.tools.writeArchive(order, target));
    const headers = {
      ...this.headersOf(one, universe),
      'content-type': one.mediaType,
      'x-data-source': view.source,
      'x-dataset-version': key,
    };
    await sendArchive(request, reply, { archive, etag: `"${name}"`, headers });
  }

  /** The licence goes along also where the members of articles that were asked for do not name it. */
  private headersOf({ fileName }: Export, universe: string): Record<string, string> {
    const url = this.answers.catalogue.current(universe)?.directory.info.licence.url;
    return {
      ...(fileName ? { 'content-disposition': `attachment; filename="${fileName(universe)}"` } : {}),
      ...(url && URL.canParse(url) ? { link: `<${new URL(url).href}>; rel="license"` } : {}),
    };
  }

  private askedOf(view: Asked<unknown>['view'], { query, title }: ExportRequest): Asked<unknown> {
    return {
      view,
      query,
      title,
      images: this.answers.images,
      tools: this.tools,
      inTurn: (work) => this.answers.turn(work),
    };
  }
}

for (const one of EXPORTS) addMethod(one);

/** What decorators do to a written method. */
function addMethod(one: Export): void {
  const { prototype } = ExportsController;
  const segments = `${PREFIX}${one.path}`.split('/').length - 1;
  // The method is called as the operation: the document takes its id from it.
  const { [one.id]: value } = {
    [one.id](
      this: ExportsController,
      { universe }: z.infer<typeof UNIVERSE_PATH>,
      query: unknown,
      request: FastifyRequest,
      reply: FastifyReply,
    ) {
      const title = one.path.endsWith('*') ? titleFromPath(request.raw.url ?? '', segments) : '';
      return this.answer(one, { universe, query, title }, request, reply);
    },
  };
  const descriptor = { configurable: true, writable: true, value };
  Object.defineProperty(prototype, one.id, descriptor);
  const types: Type<unknown>[] = [Object, Object, Object, Object];
  Reflect.defineMetadata('design:paramtypes', types, prototype, one.id);
  Param({ schema: UNIVERSE_PATH })(prototype, one.id, 0);
  Query({ schema: one.query })(prototype, one.id, 1);
  Req()(prototype, one.id, 2);
  Res()(prototype, one.id, 3);
  Get(`${PREFIX}${one.path}`)(prototype, one.id, descriptor);
}
