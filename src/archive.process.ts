import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';
import { PackageInfo } from './config/package-info';
import { packageDir } from './config/read-environment';
import type { ArchiveOutcome, ArchiveTask } from './exports/archives/make-in-process';
import { WRITE_ARCHIVE, type WriteArchive } from './exports/archives/write-archive';
import { Problem } from './problem/problem';
import { serveTask } from './processes/serve-task';

/** The file is looked at again behind so many bytes, the first ones aside. */
const STEP_BYTES = 1 << 20;

serveTask<ArchiveTask, number, ArchiveOutcome>(async ({ order, path, scratch, config }, tell) => {
  const module = AppModule.archives(config, PackageInfo.read(packageDir()));
  const program = await NestFactory.createApplicationContext(module, { logger: false });
  try {
    let told = 0;
    const onWritten = (bytes: number) => {
      if (told === 0 || bytes - told >= STEP_BYTES) tell((told = bytes));
    };
    await program.get<WriteArchive>(WRITE_ARCHIVE)(order, { path, scratch, onWritten });
    return null;
  } catch (error) {
    if (error instanceof Problem) return { code: error.code, detail: error.detail };
    throw error;
  } finally {
    await program.close();
  }
});
