import { Global, Logger, Module, type DynamicModule } from '@nestjs/common';
import { loadUniverseDefinitions } from '../universe/load-universe-definitions';
import { UniverseDefinitions } from '../universe/universe-definitions';
import { Config } from './config';
import { PackageInfo } from './package-info';

/** What everybody reads and nobody changes: the configuration, the package, the universe definitions. */
@Global()
@Module({})
export class ConfigModule {
  static with(config: Config, info: PackageInfo): DynamicModule {
    return {
      module: ConfigModule,
      providers: [
        { provide: Config, useValue: config },
        { provide: PackageInfo, useValue: info },
        { provide: UniverseDefinitions, useFactory: () => readDefinitions(config.files.universesDir) },
      ],
      exports: [Config, PackageInfo, UniverseDefinitions],
    };
  }
}

async function readDefinitions(dir: string): Promise<UniverseDefinitions> {
  const log = new Logger('universes');
  const report = (file: string, reason: string) =>
    log.warn({ msg: 'a universe definition was left out', file, reason });
  return new UniverseDefinitions(await loadUniverseDefinitions(dir, report));
}
