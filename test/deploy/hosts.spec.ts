import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { commandNames, environmentNames, readText } from './repository';

/** Read by the S3 client's own library. */
const FOREIGN = new Set(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']);
const unknownOf = (names: readonly string[]) =>
  names.filter((name) => !environmentNames().has(name) && !FOREIGN.has(name));

// What Kubernetes knows of these kinds, as far as the manifests use it: a member that it does not know is refused.
const NAME = z.string().regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
const LABELS = z.record(z.string(), z.string().max(63));
const METADATA = z.strictObject({ name: NAME, labels: LABELS });
const SELECTOR = z.strictObject({ matchLabels: LABELS });
const QUANTITY = z.string().regex(/^\d+(m|Mi|Gi)?$/);
const AMOUNTS = z.strictObject({ cpu: QUANTITY.optional(), memory: QUANTITY.optional(), storage: QUANTITY.optional() });
const RESOURCES = z.strictObject({ requests: AMOUNTS, limits: AMOUNTS.optional() });
const PROBE = z.strictObject({
  httpGet: z.strictObject({ path: z.enum(['/live', '/ready']), port: z.literal('http') }),
  periodSeconds: z.int(),
  timeoutSeconds: z.int().optional(),
  failureThreshold: z.int().optional(),
});
const REF = z.strictObject({ name: z.literal('lorekeeper') });
const CONTAINER = z.strictObject({
  name: NAME,
  image: z.string().regex(/:\d+\.\d+\.\d+$/),
  command: z.array(z.string()).optional(),
  ports: z.array(z.strictObject({ name: NAME, containerPort: z.int() })).optional(),
  envFrom: z.array(z.union([z.strictObject({ configMapRef: REF }), z.strictObject({ secretRef: REF })])),
  startupProbe: PROBE.optional(),
  livenessProbe: PROBE.optional(),
  readinessProbe: PROBE.optional(),
  resources: RESOURCES,
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.literal(false),
    capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
  }),
  volumeMounts: z.array(z.strictObject({ name: NAME, mountPath: z.literal('/data') })),
});
const POD = z.strictObject({
  metadata: z.strictObject({ labels: LABELS, annotations: LABELS.optional() }),
  spec: z.strictObject({
    terminationGracePeriodSeconds: z.int().min(11).optional(),
    restartPolicy: z.enum(['Never', 'OnFailure']).optional(),
    automountServiceAccountToken: z.literal(false),
    securityContext: z.strictObject({
      runAsNonRoot: z.literal(true),
      runAsUser: z.literal(1000),
      runAsGroup: z.literal(1000),
      fsGroup: z.literal(1000),
    }),
    topologySpreadConstraints: z
      .array(
        z.strictObject({
          maxSkew: z.int(),
          topologyKey: z.string(),
          whenUnsatisfiable: z.enum(['ScheduleAnyway', 'DoNotSchedule']),
          labelSelector: SELECTOR,
        }),
      )
      .optional(),
    containers: z.array(CONTAINER).length(1),
    volumes: z.array(
      z.union([
        z.strictObject({ name: NAME, emptyDir: z.strictObject({ sizeLimit: QUANTITY }) }),
        z.strictObject({ name: NAME, persistentVolumeClaim: z.strictObject({ claimName: NAME }) }),
      ]),
    ),
  }),
});
const OBJECT = z.discriminatedUnion('kind', [
  z.strictObject({
    apiVersion: z.literal('v1'),
    kind: z.literal('ConfigMap'),
    metadata: METADATA,
    data: z.record(z.string(), z.string()),
  }),
  z.strictObject({
    apiVersion: z.literal('apps/v1'),
    kind: z.literal('Deployment'),
    metadata: METADATA,
    spec: z.strictObject({
      replicas: z.int(),
      selector: SELECTOR,
      strategy: z
        .strictObject({
          type: z.literal('RollingUpdate'),
          rollingUpdate: z.strictObject({ maxUnavailable: z.int(), maxSurge: z.int() }),
        })
        .optional(),
      template: POD,
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('v1'),
    kind: z.literal('Service'),
    metadata: METADATA,
    spec: z.strictObject({
      selector: LABELS,
      ports: z.array(z.strictObject({ name: NAME, port: z.int(), targetPort: NAME })),
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('policy/v1'),
    kind: z.literal('PodDisruptionBudget'),
    metadata: METADATA,
    spec: z.strictObject({ minAvailable: z.int(), selector: SELECTOR }),
  }),
  z.strictObject({
    apiVersion: z.literal('v1'),
    kind: z.literal('PersistentVolumeClaim'),
    metadata: METADATA,
    spec: z.strictObject({ accessModes: z.array(z.enum(['ReadWriteOnce'])), resources: RESOURCES }),
  }),
  z.strictObject({
    apiVersion: z.literal('batch/v1'),
    kind: z.literal('Job'),
    metadata: METADATA,
    spec: z.strictObject({ backoffLimit: z.int(), template: POD }),
  }),
]);

describe('Kubernetes', () => {
  const objects = ['lorekeeper', 'load'].flatMap((name) =>
    parseAllDocuments(readText(`deploy/kubernetes/${name}.yaml`)).map((one) => {
      expect(one.errors).toEqual([]);
      return OBJECT.parse(one.toJS());
    }),
  );
  const ofKind = <K extends (typeof objects)[number]['kind']>(kind: K) =>
    objects.filter((one): one is Extract<(typeof objects)[number], { kind: K }> => one.kind === kind);
  const deployments = ofKind('Deployment');
  const pods = [...deployments, ...ofKind('Job')].map(({ spec }) => spec.template);

  it('selects the pods that it makes, and keeps two of them', () => {
    for (const { spec } of deployments) expect(spec.template.metadata.labels).toEqual(spec.selector.matchLabels);
    const [api] = deployments;
    expect(ofKind('Service')[0]?.spec.selector).toEqual(api?.spec.selector.matchLabels);
    const [budget] = ofKind('PodDisruptionBudget');
    expect(budget?.spec.selector).toEqual(api?.spec.selector);
    expect(budget?.spec.minAvailable).toBeLessThan(api?.spec.replicas ?? 0);
  });

  it('mounts volumes that are there, and runs commands that exist', () => {
    const claims = ofKind('PersistentVolumeClaim').map(({ metadata }) => metadata.name);
    for (const { spec } of pods) {
      const [container] = spec.containers;
      const volumes = spec.volumes.map(({ name }) => name);
      expect(container?.volumeMounts.filter(({ name }) => !volumes.includes(name))).toEqual([]);
      for (const volume of spec.volumes)
        if ('persistentVolumeClaim' in volume) expect(claims).toContain(volume.persistentVolumeClaim.claimName);
      const [node, script, command] = container?.command ?? ['node', 'dist/cli.js', 'worker'];
      expect([node, script]).toEqual(['node', 'dist/cli.js']);
      expect(commandNames()).toContain(command);
    }
  });

  it('gives only variables that the service reads, and the version that this is', () => {
    expect(unknownOf(ofKind('ConfigMap').flatMap(({ data }) => Object.keys(data)))).toEqual([]);
    const secret = [...readText('deploy/kubernetes/secret.env.example').matchAll(/^([A-Z0-9_]+)=/gm)];
    expect(secret.length).toBeGreaterThan(5);
    expect(unknownOf(secret.map(([, name = '']) => name))).toEqual([]);
    const { version } = JSON.parse(readText('package.json')) as { version: string };
    for (const { spec } of pods) expect(spec.containers[0]?.image).toMatch(new RegExp(`:${version}$`));
  });
});

describe('other hosts', () => {
  it('Render builds the image, asks a route that exists, and gives only variables that the service reads', () => {
    const { services, databases } = parse(readText('render.yaml')) as {
      services: {
        runtime: string;
        healthCheckPath: string;
        disk: { mountPath: string };
        envVars: { key: string; fromDatabase?: { name: string } }[];
      }[];
      databases: { name: string }[];
    };
    const [service] = services;
    expect(service).toMatchObject({ runtime: 'docker', healthCheckPath: '/ready', disk: { mountPath: '/data' } });
    expect(unknownOf(service!.envVars.map(({ key }) => key))).toEqual([]);
    const named = service!.envVars.flatMap(({ fromDatabase }) => fromDatabase?.name ?? []);
    expect(named).toEqual(databases.map(({ name }) => name));
  });

  it('Fly likewise', () => {
    const text = readText('deploy/fly.toml');
    const [, env = ''] = /\[env\]\n((?:  .*\n)+)/.exec(text) ?? [];
    const names = [...env.matchAll(/^ {2}([A-Z_]+) = "/gm)].map(([, name = '']) => name);
    expect(names).toContain('PORT');
    expect(unknownOf(names)).toEqual([]);
    expect(text).toMatch(/internal_port = 8000\n[^]*path = "\/ready"/);
    expect(text).toContain('destination = "/data"');
  });
});
