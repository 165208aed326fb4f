import { Module, type DynamicModule } from '@nestjs/common';
import type { Catalogue } from '../catalogue/catalogue';
import { AllowedCallers } from './allowed-callers';
import { Lore } from './lore';
import { McpEndpoint } from './mcp-endpoint';
import { McpController } from './mcp.controller';

export interface McpParts {
  catalogue: Catalogue;
  version: string;
  /** As CORS_ORIGINS and MCP_HOSTS say. */
  origins: '*' | readonly string[];
  hosts: readonly string[];
}

/** The catalogue's questions for language models. */
@Module({})
export class McpModule {
  static over({ catalogue, version, origins, hosts }: McpParts): DynamicModule {
    return {
      module: McpModule,
      controllers: [McpController],
      providers: [
        { provide: McpEndpoint, useValue: new McpEndpoint(new Lore(catalogue), version) },
        { provide: AllowedCallers, useValue: new AllowedCallers(origins, hosts) },
      ],
    };
  }
}
