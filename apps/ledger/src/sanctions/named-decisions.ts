import type { Concerned, DecisionNamed, Requests } from '@demerit/contracts';
import { MessagingClient, ServiceUnavailable } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';

/** By number; undefined: there is no such decision. */
export type NamedDecisions = ReadonlyMap<string, DecisionNamed | undefined>;

/** The decisions that cases name, as violations says them. */
@Injectable()
export class DecisionsOfCases {
  constructor(private readonly client: MessagingClient<Requests>) {}

  async named(numbers: readonly string[]): Promise<NamedDecisions> {
    const decisionNumbers = [...new Set(numbers)];
    if (decisionNumbers.length === 0) return new Map();
    const { decisions } = await this.client.ask('decision.named', { decisionNumbers });
    return new Map(decisionNumbers.map((number) => [number, decisions[number]]));
  }
}

/** Whom they are about beside the person of the case: whoever owned or used a vehicle decides nothing of what was traded with it. */
export function concernedByDecisions(
  numbers: readonly string[],
  decisions: NamedDecisions,
): Concerned[] {
  return numbers.flatMap((number) => {
    // Somebody named it after violations was asked.
    if (!decisions.has(number))
      throw new ServiceUnavailable('ledger', 'the case names other decisions by now');
    return decisions.get(number)?.concerned ?? [];
  });
}
