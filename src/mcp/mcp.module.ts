import { Module } from '@nestjs/common';
import { Catalogue } from '../catalogue/catalogue';
import { CatalogueModule } from '../catalogue/catalogue.module';
import { Config } from '../config/config';
import { PackageInfo } from '../config/package-info';
import { AllowedCallers } from './allowed-callers';
import { Lore } from './lore';
import { McpEndpoint } from './mcp-endpoint';
import { McpController } from './mcp.controller';

/** The catalogue's questions for language models. */
@Module({
  imports: [CatalogueModule],
  controllers: [McpController],
  providers: [
    {
      provide: McpEndpoint,
      inject: [Catalogue, PackageInfo],
      useFactory: (catalogue: Catalogue, { version }: PackageInfo) => new McpEndpoint(new Lore(catalogue), version),
    },
    {
      provide: AllowedCallers,
      inject: [Config],
      useFactory: ({ server, mcp }: Config) => new AllowedCallers(server.corsOrigins, mcp.hosts),
    },
  ],
})
export class McpModule {}
