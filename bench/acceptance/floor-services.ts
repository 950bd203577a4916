import { eventually } from '../../tools/dev/client/eventually';
import { Contestant } from '../contest/contestant';
import { sumOf, type Work } from '../contest/counting';
import type { Course } from '../figures/results';
import type { Job } from './client';
import { FLOOR_ROLES, type Floor, type FloorSettings } from './floor-facts';

const SETTLED_WITHIN_MS = 60_000;

/** The floor's programs, started as ours are: each a process with a database of its own. */
export class FloorServices {
  private constructor(
    private readonly services: Contestant<Floor>[],
    readonly url: string,
  ) {}

  static async start(
    { stack: { amqpUrl, mongoUrl }, prefix }: Course,
    size: Pick<FloorSettings, 'accounts' | 'violationsEach' | 'counted'>,
  ): Promise<FloorServices> {
    const services: Contestant<Floor>[] = [];
    const own = size.counted ? `${prefix}-counted` : prefix;
    // In this order, so that everybody whom a service asks is there already.
    for (const role of FLOOR_ROLES) {
      const settings: FloorSettings = { role, amqpUrl, mongoUrl, prefix: own, ...size };
      services.push(await Contestant.start<Floor>('acceptance/floor', settings));
    }
    return new FloorServices(services, (await services.at(-1)?.ask('url')) ?? '');
  }

  async check(accepted: number): Promise<string[]> {
    const wrong = async (): Promise<string[]> => {
      const totals = await Promise.all(this.services.map((service) => service.ask('totals')));
      return totals
        .flatMap((one) => Object.entries(one))
        .filter(([, count]) => count !== accepted)
        .map(([name, count]) => `${name}: ${count}, not ${accepted}`);
    };
    try {
      await eventually(async () => (await wrong()).length === 0, { withinMs: SETTLED_WITHIN_MS });
      return [];
    } catch {
      return wrong();
    }
  }

  async counted(): Promise<Work> {
    return sumOf(await Promise.all(this.services.map((service) => service.ask('work'))));
  }

  async stop(): Promise<void> {
    for (const service of this.services) await service.ask('drop').catch(() => undefined);
    await Promise.all(this.services.map((service) => service.kill()));
  }
}

/** As `PROGRAMS.violations` numbers them. */
export function floorJobs(accounts: number, violationsEach: number): Job[] {
  return Array.from({ length: accounts * violationsEach }, (_, n) => ({
    token: String(n % accounts),
    violationId: `vio${n}`,
  }));
}
