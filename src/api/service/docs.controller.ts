import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Problem } from '../../problem/problem';
import { PackageInfo } from '../../config/package-info';

const ASSETS: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'application/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Lorekeeper API</title>
<link rel="icon" type="image/png" href="docs/favicon-32x32.png">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<main id="docs"></main>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
`;
const START = `SwaggerUIBundle({ url: 'openapi.json', dom_id: '#docs', deepLinking: true });\n`;

/** The description of this API, for people and machines; read from disk only when asked for. */
@Controller()
export class DocsController {
  constructor(private readonly files: PackageInfo) {}

  @Get('openapi.json')
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('cache-control', 'public, max-age=300')
  getOpenApi(): Promise<Buffer> {
    return readFile(join(this.files.dir, 'openapi.json'));
  }

  @Get('docs')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'public, max-age=300')
  showDocs(): string {
    return PAGE;
  }

  @Get('docs/:file')
  @Header('cache-control', 'public, max-age=86400')
  async getDocsFile(
    @Param('file') file: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | Buffer> {
    if (file === 'start.js') {
      reply.header('content-type', 'application/javascript; charset=utf-8');
      return START;
    }
    const type = Object.hasOwn(ASSETS, file) ? ASSETS[file] : undefined;
    if (!type) throw new Problem('NOT_FOUND', 'The documentation has no such file.');
    const folder = dirname(require.resolve('swagger-ui-dist/package.json'));
    const bytes = await readFile(join(folder, file));
    reply.header('content-type', type);
    return bytes;
  }
}
