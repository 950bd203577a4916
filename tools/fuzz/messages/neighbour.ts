import { setTimeout as pause } from 'node:timers/promises';
import { newcomer } from '../../dev/city/newcomers';
import { Api, ok } from '../../dev/client/api';
import { logIn } from '../../dev/client/log-in';

const EVERY_MS = 250;
const LONGEST_MS = 5_000;
/** Less than a token lives. */
const LOGGED_IN_MS = 600_000;
/** Each asks another service. */
const ASKED = ['/v1/me', '/v1/bindings', '/v1/violations', '/v1/orders', '/v1/me/sanction-cases'];

/** Somebody who goes on asking every service while others do what they should not. */
export class Neighbour {
  private readonly wrong: string[] = [];
  private readonly work: Promise<void>;
  private isEnded = false;
  private asked = 0;

  constructor(private readonly gatewayUrl: string) {
    this.work = this.ask();
  }

  /** What was not answered as it should be, with a last question to each service. */
  async end(): Promise<string[]> {
    this.isEnded = true;
    await this.work;
    return this.asked < ASKED.length
      ? ['the neighbour could ask too little', ...this.wrong]
      : this.wrong;
  }

  private async ask(): Promise<void> {
    const anyone = new Api(this.gatewayUrl);
    const logInAnew = async () => anyone.as((await logIn(anyone, newcomer().phone)).accessToken);
    let [api, since] = [await logInAnew(), performance.now()];
    do {
      if (performance.now() - since > LOGGED_IN_MS)
        [api, since] = [await logInAnew(), performance.now()];
      for (const path of ASKED) await this.askOnce(api, path);
      await pause(EVERY_MS);
    } while (!this.isEnded);
    for (const path of ASKED) await this.askOnce(api, path);
  }

  private async askOnce(api: Api, path: string): Promise<void> {
    const since = performance.now();
    try {
      await ok(api.get(path));
      this.asked += 1;
    } catch (error) {
      this.wrong.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
    const tookMs = performance.now() - since;
    if (tookMs > LONGEST_MS) this.wrong.push(`${path} took ${String(Math.round(tookMs))} ms`);
  }
}
