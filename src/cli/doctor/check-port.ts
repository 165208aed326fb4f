import { connect, createServer } from 'node:net';
import type { Config } from '../../config/config';
import { ok, problem, type Finding } from './finding';

const ANSWER_LIMIT_MS = 2000;

/** Whether the service could listen, or does so already. */
export async function checkPort({ server: { port, host } }: Config): Promise<Finding> {
  const what = `Port ${port}`;
  const code = await whyNotListening(port, host);
  if (code === null) return ok(what, 'free');
  if (code === 'EADDRINUSE') {
    if (await isOurs(port, host)) return ok(what, 'Lorekeeper listens there');
    return problem(what, 'another program listens there', 'Stop that program, or set PORT to a free port.');
  }
  if (code === 'EACCES') return problem(what, 'this user may not listen there', 'Set PORT to one above 1023.');
  return problem(what, `HOST is no address of this machine (${code})`, 'Set HOST to 0.0.0.0 or to one that is.');
}

function whyNotListening(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}

/** Whether what listens there answers `/live` as we do. */
function isOurs(port: number, host: string): Promise<boolean> {
  const here = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, here, () =>
      socket.write('GET /live HTTP/1.1\r\nHost: doctor\r\nConnection: close\r\n\r\n'),
    );
    socket.setTimeout(ANSWER_LIMIT_MS, () => socket.destroy());
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text.includes('{"status":"live"}')));
  });
}
