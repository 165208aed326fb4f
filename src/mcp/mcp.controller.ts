import { Body, Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { AllowedCallers } from './allowed-callers';
import { McpEndpoint } from './mcp-endpoint';

/** One message: of several at once each would have to count against the rate limit. */
const MESSAGE = z.looseObject({
  jsonrpc: z.literal('2.0', 'must be "2.0"').meta({ example: '2.0' }),
  id: z
    .union([z.string(), z.number()])
    .optional()
    .meta({ description: 'Of a request; notifications have none.', example: 1 }),
  method: z.string().optional().meta({ example: 'tools/call' }),
  params: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ example: { name: 'get_article', arguments: { title: 'Orsa Quill' } } }),
});

/** The Model Context Protocol over Streamable HTTP, without sessions and streams: a request, an answer. */
@Controller('mcp')
export class McpController {
  constructor(
    private readonly endpoint: McpEndpoint,
    private readonly callers: AllowedCallers,
  ) {}

  @Post()
  @HttpCode(200)
  async callMcp(
    @Body({ schema: MESSAGE }) message: z.infer<typeof MESSAGE>,
    @Headers() headers: Record<string, string | undefined>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    this.callers.check(headers);
    const { status, body } = await this.endpoint.answer(message, headers['mcp-protocol-version']);
    reply.code(status).header('cache-control', 'no-store');
    if (body !== '') reply.header('content-type', 'application/json; charset=utf-8');
    return body;
  }
}
