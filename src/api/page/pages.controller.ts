import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ordinalOf } from '../../catalogue/asked-article';
import { categoryOf } from '../../catalogue/asked-category';
import type { UniverseView } from '../../catalogue/universe-view';
import { Problem } from '../../problem/problem';
import { RESERVED_IDS } from '../../universe/universe-definition';
import { addVary } from '../http/finish-answers';
import { toProblem } from '../http/problem-document';
import { titleFromPath } from '../params/title-from-path';
import { WikiAnswers } from '../wiki/wiki-answers';
import { ANY_CATEGORY, articleAddress, categoryAddress, PLACES, SEARCH } from '../../universe/page-address';
import { stepsUp, type View } from './page-html';
import { PageWriter, wantsHtml } from './page-writer';
import { article } from './views/article';
import { category } from './views/category';
import { drawnByScript, problemView, search } from './views/other';
import { overview } from './views/overview';

const SEGMENTS_BEFORE = '/:universe/:category/'.split('/').length - 1;
const HTML = 'text/html; charset=utf-8';

/** A view's own address where another one was asked for. */
interface Moved {
  address: string;
}

/**
 * The page's views at addresses of their own, written so that links to them unfold and they can be read without
 * script. Registered last: its patterns fit the addresses of everything else.
 */
@Controller()
export class PagesController {
  constructor(
    private readonly answers: WikiAnswers,
    private readonly writer: PageWriter,
  ) {}

  @Get('status')
  async showStatus(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const html = await this.writer.write(request, drawnByScript('Status', 'How the service is, and what it does.'));
    if (html === null) return reply.callNotFound();
    void reply.header('content-type', HTML).header('cache-control', 'no-cache').send(html);
  }

  @Get(':universe')
  showUniverse(
    @Param('universe') universe: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.show(universe, request, reply, (view) => this.answers.turn(() => overview(view)));
  }

  @Get(':universe/:category')
  showCategory(
    @Param('universe') universe: string,
    @Param('category') name: string,
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const given = (parameter: string) => [query[parameter]].flat().find((value) => typeof value === 'string');
    return this.show(universe, request, reply, (view) => {
      if (name === SEARCH) return this.answers.turn(() => search(view, given('q')?.slice(0, 200) ?? ''));
      if (name === PLACES) return places(view);
      const asked = categoryOf(view, name);
      if (asked.name !== name) return { address: categoryAddress(universe, asked.name) };
      return this.answers.turn(() => category(view, asked, given('cursor')));
    });
  }

  @Get(':universe/:category/*')
  showArticle(
    @Param('universe') universe: string,
    @Param('category') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.show(universe, request, reply, async (view) => {
      if (name === PLACES) return places(view);
      const title = titleFromPath(request.raw.url ?? '', SEGMENTS_BEFORE);
      if (name !== ANY_CATEGORY) categoryOf(view, name);
      if (title === '') return { address: categoryAddress(universe, name) };
      const ordinal = await ordinalOf(view, title, (work) => this.answers.turn(work));
      const { directory } = view;
      const address = articleAddress(universe, directory.category(ordinal), directory.title(ordinal));
      return isAt(request, address) ? article(view, ordinal) : { address };
    });
  }

  private async show(
    universe: string,
    request: FastifyRequest,
    reply: FastifyReply,
    viewOf: (view: UniverseView) => View | Moved | Promise<View | Moved>,
  ): Promise<void> {
    if (RESERVED_IDS.has(universe)) return reply.callNotFound();
    let moved: string | null = null;
    try {
      const answer = await this.answers.of(
        universe,
        async (view) => {
          const shown = await viewOf(view);
          moved = 'main' in shown ? null : shown.address;
          return 'main' in shown ? this.write(request, shown) : '';
        },
        // What its addresses begin with differs by the caller.
        'body',
      );
      if (moved === null) void reply.send(answer.withType('text/html'));
      // Without caching: the next dataset may hold an article of that very name.
      else void reply.header('cache-control', 'no-cache').redirect(stepsUp(request.raw.url ?? '/') + moved, 302);
    } catch (error) {
      await this.showProblem(toProblem(error), error, universe, request, reply);
    }
  }

  /** For whoever asks for HTML; all others get what the filter of errors gives. */
  private async showProblem(
    problem: Problem,
    error: unknown,
    universe: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    addVary(reply, 'Accept');
    if (problem.code === 'INTERNAL') throw error;
    if (!wantsHtml(request)) {
      if (problem.code === 'UNKNOWN_UNIVERSE') return reply.callNotFound();
      throw problem;
    }
    const { retryAfterSeconds } = problem.extra;
    if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(Math.ceil(retryAfterSeconds)));
    const html = await this.write(request, problemView(problem, universe, retryAfterSeconds));
    void reply.code(problem.status).header('content-type', HTML).header('cache-control', 'no-store').send(html);
  }

  private async write(request: FastifyRequest, view: View): Promise<string> {
    const html = await this.writer.write(request, view);
    if (html === null) throw new Problem('NOT_FOUND', 'The page has not been built.');
    return html;
  }
}

function places({ definition }: UniverseView): View {
  return drawnByScript('Places', `The regions, systems, planets and places of ${definition.name}.`);
}

/** Whether this address was asked for, however it is encoded. */
function isAt(request: FastifyRequest, address: string): boolean {
  const path = request.raw.url?.split(/[?#]/, 1)[0] ?? '';
  return decodeURIComponent(path.slice(1)) === decodeURIComponent(address);
}
