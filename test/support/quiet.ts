import { eventually } from '../../tools/dev/client/eventually';
import type { EventTap } from './event-tap';
import { newCar, newDriver, newViolation, type Car } from './town';

/** Hears nothing of what was refused: which events a refused act leaves behind it. */
export class Quiet {
  private constructor(
    private readonly tap: EventTap,
    private readonly car: Car,
  ) {}

  static async of(tap: EventTap): Promise<Quiet> {
    return new Quiet(tap, await newCar(await newDriver()));
  }

  /** The types of the events that name one of these ids from the act on, up to something that was done after it. */
  async newsOf(ids: readonly string[], act: () => Promise<unknown>): Promise<string[]> {
    await this.somethingElse();
    const from = this.tap.received.length;
    await act();
    await this.somethingElse();
    return this.tap.received
      .slice(from)
      .filter(({ text }) => ids.some((id) => text.includes(id)))
      .map(({ type }) => type);
  }

  private async somethingElse(): Promise<void> {
    const violationId = await newViolation(this.car);
    await eventually(async () => {
      if (this.tap.of('violation.published', { violationId }).length === 0)
        throw new Error('not published yet');
      return Promise.resolve(true);
    });
  }
}
