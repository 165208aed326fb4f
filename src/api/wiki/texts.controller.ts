import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { TEXT_FORMATS } from '../../catalogue/article-text';
import type { DataAnswer } from '../http/data-answer';
import {
  category,
  flag,
  limit,
  MAX_QUERY,
  MAX_TITLE,
  oneOf,
  optionalText,
  text,
  UNIVERSE_PATH,
  wholeNumber,
} from '../../params/parameters';
import { titleFromPath } from '../params/title-from-path';
import { articleSections, passages } from '../../catalogue/present/texts';
import { WikiAnswers } from './wiki-answers';

const MAX_BYTES = 200_000;
const USUAL_BYTES = 50_000;

const format = oneOf(TEXT_FORMATS, 'markdown', {
  description: 'How texts are written: as Markdown, or without any marks.',
  example: 'plain',
});
const SECTIONS_QUERY = z.object({
  section: optionalText(MAX_TITLE, {
    description: 'Index or anchor of a section: that one with those below it. Every section if left out.',
    example: '0',
  }),
  toc: flag({ description: 'The table of contents alone: no texts.', example: false }),
  format,
  max_bytes: wholeNumber(
    { min: 1, max: MAX_BYTES, fallback: USUAL_BYTES },
    { description: 'Most bytes of text, as UTF-8; whole sections as long as they fit.', example: USUAL_BYTES },
  ),
});

const PASSAGES_QUERY = z.object({
  q: text(MAX_QUERY, {
    description: 'A question in plain words, or words alone.',
    example: 'which star did Orsa Quill light first',
  }),
  category,
  title: optionalText(MAX_TITLE, { description: 'Only passages of this article.', example: 'Orsa Quill' }),
  limit: limit(8, 50),
  budget_tokens: wholeNumber(
    { min: 0, max: 1_000_000, fallback: 1_000_000 },
    { description: 'Most tokens of all passages together; as many as fit are given.', example: 1000 },
  ),
  format,
});

/** The whole text of articles. */
@Controller('api/v1/wiki')
export class TextsController {
  constructor(private readonly answers: WikiAnswers) {}

  @Get(':universe/passages')
  searchPassages(
    @Param({ schema: UNIVERSE_PATH }) path: z.infer<typeof UNIVERSE_PATH>,
    @Query({ schema: PASSAGES_QUERY }) query: z.infer<typeof PASSAGES_QUERY>,
  ): Promise<DataAnswer> {
    return this.answers.inTurn(path.universe, (view) => passages(view, query, (work) => work()));
  }

  @Get(':universe/sections/*')
  getSections(
    @Param({ schema: UNIVERSE_PATH }) path: z.infer<typeof UNIVERSE_PATH>,
    @Query({ schema: SECTIONS_QUERY }) { max_bytes: maxBytes, ...query }: z.infer<typeof SECTIONS_QUERY>,
    @Req() request: FastifyRequest,
  ): Promise<DataAnswer> {
    const title = titleFromPath(request.raw.url ?? '');
    return this.answers.of(path.universe, (view) =>
      articleSections(view, title, { ...query, maxBytes }, (work) => this.answers.turn(work)),
    );
  }
}
