import { Controller, Get } from '@nestjs/common';
import type { UniverseSummary } from '../../catalogue/catalogue';
import { DataAnswer } from '../http/data-answer';
import { categoryCounts } from './present/canon';
import { WikiAnswers } from './wiki-answers';

/** The universes that are served, and whose work they are. */
@Controller()
export class UniversesController {
  constructor(private readonly answers: WikiAnswers) {}

  @Get('api/v1/wiki/universes')
  listUniverses(): Promise<DataAnswer> {
    return this.ofAll(({ id, name, view }) => ({
      id,
      name,
      articles: view.directory.count,
      categories: categoryCounts(view),
      dataset_version: view.directory.info.key,
      licence: view.directory.info.licence,
      stale: view.stale,
    }));
  }

  @Get('attribution')
  listAttributions(): Promise<DataAnswer> {
    return this.ofAll(({ id, name, view }) => ({
      universe: id,
      name,
      licence: view.directory.info.licence,
      source: view.definition.api === null ? null : new URL(view.definition.api).origin,
      scraped_at: view.directory.info.scrapedAt,
    }));
  }

  private async ofAll(present: (summary: UniverseSummary) => object): Promise<DataAnswer> {
    const summaries = await this.answers.catalogue.universes();
    const isFromFiles = summaries.length === 0 || summaries.some(({ view }) => view.source === 'file');
    const source = isFromFiles ? 'file' : 'postgres';
    const made = { source, datasetKey: '', imageRevision: 0, universe: undefined } as const;
    return new DataAnswer(JSON.stringify(summaries.map(present)), made, 'body');
  }
}
