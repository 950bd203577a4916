import type { Requests, StateOfHandling } from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';

/** What violations says of handlings. */
@Injectable()
export class Handlings {
  constructor(private readonly client: MessagingClient<Requests>) {}

  /** One request, however many they are. */
  async statesOf(handlingIds: readonly string[]): Promise<StateOfHandling[]> {
    if (handlingIds.length === 0) return [];
    const asked = { handlingIds: [...handlingIds] };
    const { items } = await this.client.ask('handling.states', asked);
    return items;
  }
}
