import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ALLOCATOR, commandNames, environmentNames, readText, ROOT } from './repository';

interface Service {
  image?: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  ports?: string[];
  depends_on?: string[] | Record<string, { condition: string }>;
  healthcheck?: object;
}

const COMPOSE = parse(readText('compose.yaml'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const DOCKERFILE = readText('Dockerfile');
const RAILWAY = JSON.parse(readText('railway.json')) as {
  build: { builder: string; dockerfilePath: string };
  deploy: { startCommand: string; healthcheckPath: string; requiredMountPath: string };
};
/** What `npm start` tells Node. */
const OPTIONS = (JSON.parse(readText('package.json')) as { scripts: { start: string } }).scripts.start
  .split(' ')
  .filter((word) => word.startsWith('-'));
const OURS = ['app', 'worker'];
/** Variables of compose itself, or of other programs. */
const FOREIGN = new Set(['POSTGRES_PASSWORD', 'GRAFANA_PASSWORD', 'LOREKEEPER_PORT', 'NODE_ENV', ...ALLOCATOR]);

/** Words of the one JSON array behind an instruction of the Dockerfile. */
function execForm(instruction: RegExp): string[] {
  const [, array = '[]'] = instruction.exec(DOCKERFILE) ?? [];
  return JSON.parse(array) as string[];
}

describe('compose.yaml', () => {
  const services = Object.entries(COMPOSE.services);

  it('runs what the issue names', () => {
    expect(Object.keys(COMPOSE.services).sort()).toEqual(
      ['app', 'grafana', 'pgbouncer', 'postgres', 'prometheus', 'redis', 'worker'].sort(),
    );
  });

  it.each(OURS)('%s gets only variables that the service reads', (name) => {
    const known = environmentNames();
    const given = Object.keys(COMPOSE.services[name]?.environment ?? {});
    expect(given.length).toBeGreaterThan(3);
    expect(given.filter((one) => !known.has(one))).toEqual([]);
  });

  it('runs a command that exists', () => {
    const [node, script, command = ''] = COMPOSE.services.worker?.command ?? [];
    expect([node, script]).toEqual(['node', 'dist/cli.js']);
    expect(commandNames()).toContain(command);
  });

  it.each(services)('%s: what it mounts and depends on is there', (_name, service) => {
    for (const volume of service.volumes ?? []) {
      const [source = ''] = volume.split(':');
      if (source.startsWith('.')) expect([source, existsSync(join(ROOT, source))]).toEqual([source, true]);
      else expect(Object.keys(COMPOSE.volumes)).toContain(source);
    }
    const needs = Array.isArray(service.depends_on) ? service.depends_on : Object.keys(service.depends_on ?? {});
    expect(needs.filter((one) => !(one in COMPOSE.services))).toEqual([]);
    for (const [needed, { condition }] of Object.entries(
      Array.isArray(service.depends_on) ? {} : (service.depends_on ?? {}),
    )) {
      if (condition !== 'service_healthy') continue;
      const checked = COMPOSE.services[needed]?.healthcheck ?? (OURS.includes(needed) ? { image: true } : undefined);
      expect([needed, checked]).toEqual([needed, expect.anything()]);
    }
  });

  it('pins every foreign image, and opens nothing but the service to the outside', () => {
    for (const [name, { image = '', ports = [] }] of services) {
      if (OURS.includes(name)) continue;
      expect(image).toMatch(/:v?\d/);
      expect([name, ports.filter((port) => !port.startsWith('127.0.0.1:'))]).toEqual([name, []]);
    }
  });

  it('keeps the data of Postgres where its version puts them, in a volume of that version', () => {
    const { image = '', volumes } = COMPOSE.services.postgres ?? {};
    const [, version] = /^postgres:(\d+)-/.exec(image) ?? [];
    expect(Number(version)).toBeGreaterThanOrEqual(18);
    expect(volumes).toEqual([`postgres-${version}:/var/lib/postgresql`]);
  });

  it('asks for every password, and the example names them all', () => {
    const text = readText('compose.yaml');
    const required = new Set([...text.matchAll(/\$\{([A-Z_]+):\?/g)].map(([, name]) => name));
    expect([...required].sort()).toEqual(['ADMIN_API_KEY', 'GRAFANA_PASSWORD', 'POSTGRES_PASSWORD']);
    const example = readText('deploy/compose.env.example');
    const named = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name = '']) => name);
    expect([...required].filter((name) => !named.includes(name as string))).toEqual([]);
    const known = new Set([...environmentNames(), ...FOREIGN]);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it('lets Prometheus find its rules and Grafana its dashboard', () => {
    const prometheus = parse(readText('deploy/prometheus/prometheus.yml')) as {
      rule_files: string[];
      scrape_configs: { job_name: string; dns_sd_configs?: { names: string[]; port: number }[] }[];
    };
    for (const file of prometheus.rule_files) expect(existsSync(join(ROOT, 'deploy/prometheus', file))).toBe(true);
    const [target] = prometheus.scrape_configs.find((one) => one.job_name === 'lorekeeper')?.dns_sd_configs ?? [];
    expect(target).toMatchObject({ names: ['app'], port: 8000 });
    const provider = parse(readText('deploy/grafana/provisioning/dashboards/lorekeeper.yml')) as {
      providers: { options: { path: string } }[];
    };
    const path = provider.providers[0]?.options.path ?? '';
    expect(COMPOSE.services.grafana?.volumes).toContain(`./deploy/grafana/dashboards:${path}:ro`);
  });
});

describe('Dockerfile', () => {
  it('copies only what is there, and what .dockerignore lets through', () => {
    const ignored = readText('.dockerignore');
    const sources = [...DOCKERFILE.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, list = '']) => list.split(' '));
    expect(sources.length).toBeGreaterThan(8);
    for (const source of sources) {
      expect([source, existsSync(join(ROOT, source))]).toEqual([source, true]);
      expect(ignored).toMatch(new RegExp(`^!${source.replaceAll('.', '\\.')}$`, 'm'));
    }
  });

  it('sets only variables that the service reads', () => {
    const blocks = [...DOCKERFILE.matchAll(/^ENV ((?:.*\\\n)*.*)$/gm)].map(([, block = '']) => block);
    const names = blocks.flatMap((block) => [...block.matchAll(/([A-Z_]+)=/g)].map(([, name = '']) => name));
    const known = new Set([...environmentNames(), ...FOREIGN]);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(['CACHE_DIR', 'CONTENT_DIR', 'IMAGE_CACHE_DIR', 'DATA_DIR', 'PORT']));
  });

  it('runs the service as a user without rights, its data in the volume', () => {
    expect(DOCKERFILE.indexOf('\nUSER node')).toBeGreaterThan(DOCKERFILE.lastIndexOf('\nRUN '));
    expect(DOCKERFILE).toContain('\nVOLUME /data');
    expect(execForm(/^CMD (\[.*\])$/m)).toEqual(['node', ...OPTIONS, 'dist/main.js']);
    const folders = [...DOCKERFILE.matchAll(/(?:CACHE_DIR|CONTENT_DIR|DATA_DIR)=(\S+)/g)].map(([, folder]) => folder);
    expect(folders.every((folder) => folder?.startsWith('/data/'))).toBe(true);
  });

  it('brings every package that the bundles leave outside', () => {
    const [, list = ''] = /EXTERNAL = \[(.*?)\]/.exec(readText('scripts/build.mjs')) ?? [];
    // Optional ones: a native driver that nobody installs, and those that others bring along.
    const outside = [...list.matchAll(/'([^']+)'/g)].map(([, name = '']) => name);
    const brought = /runtime-modules\.mjs \/runtime (.+)$/m.exec(DOCKERFILE)?.[1]?.split(' ') ?? [];
    const needed = outside.filter(
      (name) => !name.includes('*') && name !== 'pg-native' && existsSync(join(ROOT, 'node_modules', name)),
    );
    expect(needed.filter((name) => !brought.includes(name))).toEqual([]);
  });

  describe('its health check', () => {
    const check = execForm(/^HEALTHCHECK [^[]*(\[.*\])$/m);
    let server: Server;
    let status = 200;
    let asked = '';
    const run = (port: number) =>
      new Promise<number | string>((resolve) => {
        const [, ...words] = check;
        execFile(process.execPath, words, { env: { PORT: String(port) } }, (error) => resolve(error?.code ?? 0));
      });
    beforeAll(async () => {
      server = createServer((request, response) => {
        asked = request.url ?? '';
        response.writeHead(status).end();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });
    afterAll(() => new Promise((resolve) => server.close(resolve)));

    it('passes while /live answers, and fails when it does not', async () => {
      const { port } = server.address() as AddressInfo;
      expect(await run(port)).toBe(0);
      expect(asked).toBe('/live');
      status = 503;
      expect(await run(port)).toBe(1);
      expect(await run(1)).toBe(1);
    });
  });
});

describe('railway.json', () => {
  it('builds the image, starts what it starts, and asks a route that exists', () => {
    expect(RAILWAY.build).toEqual({ builder: 'DOCKERFILE', dockerfilePath: 'Dockerfile' });
    expect(RAILWAY.deploy.startCommand).toBe(execForm(/^CMD (\[.*\])$/m).join(' '));
    expect(['/live', '/ready', '/health']).toContain(RAILWAY.deploy.healthcheckPath);
    expect(DOCKERFILE).toContain(`VOLUME ${RAILWAY.deploy.requiredMountPath}`);
  });
});
