import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const alerts = read('infra/observability/alerts.yml');
const names = [...alerts.matchAll(/- alert: (\w+)/g)].map(([, name]) => name ?? '');
const dashboard = read('infra/observability/grafana/dashboards/demerit.json');
const documentation = read('docs/operations/metrics.md');

const METRIC = /demerit_[a-z_]+/g;
const SOURCES = [
  'libs/platform/src/metrics/metrics.ts',
  'libs/platform/src/metrics/metrics-of-messaging.ts',
  'apps/gateway/src/http/watch/request-log.ts',
];
const counted = new Set(SOURCES.flatMap((path) => read(path).match(METRIC) ?? []));

/** A histogram is asked for by its parts. */
const nameOf = (sample: string) => sample.replace(/_(count|sum|bucket)$/, '');

describe('what operators are given', () => {
  it('has a runbook for each alert, in which it is named', () => {
    expect(names.length).toBeGreaterThan(10);
    const pages = [...alerts.matchAll(/runbook: (\S+)/g)].map(([, page]) => page ?? '');
    expect(pages).toHaveLength(names.length);
    expect(pages.filter((page) => !existsSync(join(ROOT, page)))).toEqual([]);
    expect(names.filter((name, at) => !read(pages[at] ?? '').includes(name))).toEqual([]);
  });

  it('has a test in which each alert is seen firing', () => {
    const tests = read('infra/observability/alerts.test.yml');
    const seen = (name: string) => tests.includes(`alertname="${name}",alertstate="firing"`);
    expect(names.filter((name) => !seen(name))).toEqual([]);
  });

  it('asks only for what is counted, and documents all of it', () => {
    const asked = [alerts, dashboard].flatMap((text) => text.match(METRIC) ?? []);
    expect(asked.filter((sample) => !counted.has(nameOf(sample)))).toEqual([]);
    expect([...counted].filter((name) => !documentation.includes(name))).toEqual([]);
  });
});
