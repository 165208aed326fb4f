import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { METRICS } from '../../src/api/metrics/definitions';
import { Metrics } from '../../src/api/metrics/metrics';
import { readText, ROOT } from './repository';

interface Rule {
  alert: string;
  expr: string;
  annotations: { runbook: string };
}

interface Panel {
  title: string;
  targets?: { expr: string }[];
}

const DASHBOARD = JSON.parse(readText('deploy/grafana/dashboards/lorekeeper.json')) as {
  panels: Panel[];
  templating: { list: { query: { query: string } }[] };
};
const ALERTS = parse(readText('deploy/prometheus/alerts.yml')) as { groups: { rules: Rule[] }[] };

const rules = ALERTS.groups.flatMap((group) => group.rules);
const expressions: [string, string][] = [
  ...rules.map(({ alert, expr }): [string, string] => [`alert ${alert}`, expr]),
  ...DASHBOARD.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }): [string, string] => [`panel ${title}`, expr]),
  ),
  ...DASHBOARD.templating.list.map(({ query }): [string, string] => ['a variable', query.query]),
];

/** Names of our metrics in an expression, without what Prometheus adds to those of a histogram. */
function namesIn(expression: string, histograms: ReadonlySet<string>): string[] {
  return [...expression.matchAll(/\blorekeeper_[a-z0-9_]+/g)].map(([name]) => {
    const base = name.replace(/_(bucket|sum|count)$/, '');
    return histograms.has(base) ? base : name;
  });
}

describe('the metrics that dashboard and alerts ask for', () => {
  let exported: Map<string, string>;
  let histograms: Set<string>;
  beforeAll(async () => {
    const metrics = new Metrics('0');
    const text = await metrics.render();
    metrics.stop();
    exported = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]));
    histograms = new Set([...exported].filter(([, type]) => type === 'histogram').map(([name]) => name));
  });

  it.each(expressions)('exist: %s', (_where, expression) => {
    expect(namesIn(expression, histograms).filter((name) => !exported.has(name))).toEqual([]);
  });

  it('are all of our own', () => {
    const asked = new Set(expressions.flatMap(([, expression]) => namesIn(expression, histograms)));
    expect(METRICS.map(({ name }) => name).filter((name) => !asked.has(name))).toEqual([]);
  });

  it.each(expressions)('have the labels that are asked for: %s', (_where, expression) => {
    for (const [, name = '', selector = ''] of expression.matchAll(/\b(lorekeeper_[a-z0-9_]+)\{([^}]*)\}/g)) {
      const definition = METRICS.find((one) => one.name === namesIn(name, histograms)[0]);
      if (!definition) continue;
      const labels = [...selector.matchAll(/(\w+)\s*[=!]~?/g)].map(([, label = '']) => label);
      const known = new Set<string>(['instance', 'job', 'le', ...definition.labels]);
      expect([name, labels.filter((label) => !known.has(label))]).toEqual([name, []]);
    }
  });

  it('are listed in deploy/metrics.json (UPDATE_METRICS=1 writes it)', () => {
    const path = join(ROOT, 'deploy/metrics.json');
    if (process.env.UPDATE_METRICS === '1') {
      writeFileSync(path, JSON.stringify(METRICS));
      execFileSync(process.execPath, [require.resolve('prettier/bin/prettier.cjs'), '--write', path]);
    }
    expect(JSON.parse(readText('deploy/metrics.json'))).toEqual(METRICS);
  });
});

describe('every alert', () => {
  it.each(rules.map((rule) => [rule.alert, rule] as const))('%s has its place in the runbook', (alert, rule) => {
    const [file = '', anchor] = rule.annotations.runbook.split('#');
    expect(anchor).toBe(alert.toLowerCase());
    expect(readText(file)).toContain(`\n### ${alert}\n`);
  });
});
