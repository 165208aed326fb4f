// A Discord bot without a gateway: Discord posts each interaction to this server, signed.
import { createServer } from 'node:http';
import { answer, isSigned } from './interactions.mjs';

const MAX_BODY = 100_000;
const { DISCORD_PUBLIC_KEY, LORE_URL = 'http://localhost:8000', LORE_UNIVERSE = 'demo', PORT = '3000' } = process.env;
if (!DISCORD_PUBLIC_KEY) {
  console.error('DISCORD_PUBLIC_KEY is not set: it is on the page of your application.');
  process.exit(2);
}
const lore = { url: LORE_URL, universe: LORE_UNIVERSE };

const server = createServer((request, response) => {
  handle(request).then(
    ({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    (error) => {
      console.error(error);
      response.writeHead(500).end();
    },
  );
});

async function handle(request) {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk;
    if (body.length > MAX_BODY) return { status: 413, body: { error: 'too large' } };
  }
  const { 'x-signature-ed25519': signature, 'x-signature-timestamp': timestamp } = request.headers;
  // Discord tries whether this is checked, and refuses the address where it is not.
  if (!isSigned(DISCORD_PUBLIC_KEY, { signature, timestamp }, body))
    return { status: 401, body: { error: 'not signed' } };
  return { status: 200, body: await answer(JSON.parse(body), lore) };
}

server.listen(Number(PORT), () => console.log(`listening on port ${server.address().port}`));
