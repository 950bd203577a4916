import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../tools/dev/client/eventually';
import { answersOk } from '../../tools/dev/programs/readiness';
import { debianIsPossible } from '../../tools/dev/stores/stores.debian';
import { Failure } from '../../tools/dev/home/terminal';

const START_LIMIT_MS = 120_000;
const STEP = '5s';

export interface Firing {
  name: string;
  summary: string;
}

interface AlertsAnswer {
  data: {
    alerts: { state: string; labels: { alertname: string }; annotations: { summary: string } }[];
  };
}
interface QueryAnswer {
  data: { result: { value: [number, string] }[] };
}

/** Prometheus from Debian's package, or the one that `PROMETHEUS` names, on a port of this machine. */
export class Prometheus {
  private constructor(
    private readonly child: ChildProcess,
    private readonly url: string,
  ) {}

  /** @throws Failure where it cannot be had or does not start. */
  static async start({
    root,
    dir,
    rulesFile,
    port,
    targets,
  }: {
    root: string;
    dir: string;
    rulesFile: string;
    port: number;
    targets: string[];
  }): Promise<Prometheus> {
    const given = process.env['PROMETHEUS'];
    const impossible = given === undefined ? debianIsPossible() : undefined;
    if (impossible !== undefined)
      throw new Failure(`Prometheus cannot be fetched, ${impossible}: name one in PROMETHEUS`);
    mkdirSync(dir, { recursive: true });
    const config = join(dir, 'prometheus.yml');
    // What is JSON is YAML.
    writeFileSync(
      config,
      JSON.stringify({
        global: { scrape_interval: STEP, scrape_timeout: '4s', evaluation_interval: STEP },
        rule_files: [rulesFile],
        scrape_configs: [{ job_name: 'demerit', static_configs: [{ targets }] }],
      }),
    );
    const address = `127.0.0.1:${String(port)}`;
    const words = [`--config.file=${config}`, `--storage.tsdb.path=${join(dir, 'data')}`];
    const log = openSync(join(dir, 'prometheus.log'), 'a');
    const child = spawn(
      given ?? join(root, 'infra/debian/prometheus'),
      [...words, `--web.listen-address=${address}`],
      { stdio: ['ignore', log, log] },
    );
    closeSync(log);
    const prometheus = new Prometheus(child, `http://${address}`);
    try {
      await eventually(() => answersOk(`http://${address}/-/ready`), { withinMs: START_LIMIT_MS });
    } catch {
      await prometheus.stop();
      throw new Failure(`Prometheus does not start: see ${join(dir, 'prometheus.log')}`);
    }
    return prometheus;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }

  /** How many targets answered their last scrape. */
  async upCount(): Promise<number> {
    const query = encodeURIComponent('sum(up{job="demerit"})');
    const { data } = await this.ask<QueryAnswer>(`/api/v1/query?query=${query}`);
    return Number(data.result[0]?.value[1] ?? 0);
  }

  async firing(): Promise<Firing[]> {
    const { data } = await this.ask<AlertsAnswer>('/api/v1/alerts');
    return data.alerts
      .filter(({ state }) => state === 'firing')
      .map(({ labels, annotations }) => ({
        name: labels.alertname,
        summary: annotations.summary,
      }));
  }

  private async ask<Answer>(path: string): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, { signal: AbortSignal.timeout(5_000) });
    return (await response.json()) as Answer;
  }
}
