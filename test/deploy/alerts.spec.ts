import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readText, ROOT } from './repository';

const RULES = 'deploy/prometheus/alerts.yml';
const TESTS = 'test/deploy/alerts.rules-test.yml';

const ruleTests = parse(readText(TESTS), { merge: true }) as {
  tests: { alert_rule_test: { alertname: string; exp_alerts: object[] }[] }[];
};
const alerts = (parse(readText(RULES)) as { groups: { rules: { alert: string }[] }[] }).groups.flatMap(({ rules }) =>
  rules.map(({ alert }) => alert),
);

/** Of Debian's package prometheus; a failure where it is not installed. */
function promtool(...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync('promtool', args, { cwd: ROOT, encoding: 'utf8' });
  if (error) throw new Error('promtool is missing: apt-get install prometheus', { cause: error });
  return status === 0 ? '' : stdout + stderr;
}

describe('F114 the alert rules', () => {
  it('are rules of Prometheus', () => {
    expect(promtool('check', 'rules', join(ROOT, RULES))).toBe('');
  });

  it('fire when they should, and are silent when all is well', () => {
    expect(promtool('test', 'rules', join(ROOT, TESTS))).toBe('');
  });

  it.each(alerts)('%s is tried both ways', (alert) => {
    const tried = ruleTests.tests.flatMap((test) => test.alert_rule_test).filter((test) => test.alertname === alert);
    expect(tried.map(({ exp_alerts }) => exp_alerts.length > 0)).toEqual(expect.arrayContaining([true, false]));
  });
});
