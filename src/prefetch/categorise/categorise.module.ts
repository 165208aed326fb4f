import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { LIST_CONTENT } from '../../file-cache/universe-sources';
import { buildInProcess, listInProcess, RUN_BUILD } from './run-build';

const SCRIPT = join(__dirname, 'categorise.process.js');

/** What reads whole file caches, in a process of its own. Global, for the file cache's room stands below this one. */
@Global()
@Module({
  providers: [
    { provide: RUN_BUILD, useFactory: () => buildInProcess(SCRIPT) },
    { provide: LIST_CONTENT, useFactory: () => listInProcess(SCRIPT) },
  ],
  exports: [RUN_BUILD, LIST_CONTENT],
})
export class CategoriseModule {}
