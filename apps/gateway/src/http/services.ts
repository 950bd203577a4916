import type { Requests, RequestType } from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import { mask } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { GatewayConfig } from './gateway.config';

/** Identity takes no more ids in a request. */
const NAMES_AT_ONCE = 200;

/** Asks the services over the queue, for as long as an HTTP caller has patience. */
@Injectable()
export class Services {
  constructor(
    private readonly client: MessagingClient<Requests>,
    private readonly config: GatewayConfig,
  ) {}

  /** Rejects with a refusal, or with ServiceUnavailable at the deadline: the outcome is then unknown. */
  ask<T extends RequestType>(
    type: T,
    request: Requests[T]['request'],
    timeoutMs = this.config.askTimeoutMs,
  ): Promise<Requests[T]['reply']> {
    return this.client.ask(type, request, { timeoutMs });
  }

  /** The same for what a machine sends that will not soon send it again: it waits for its turn as long as that. */
  askPatiently<T extends RequestType>(
    type: T,
    request: Requests[T]['request'],
  ): Promise<Requests[T]['reply']> {
    return this.client.ask(type, request, {
      timeoutMs: this.config.askTimeoutMs,
      isPatient: true,
    });
  }

  /** Number plates by vehicle id; a vehicle that is not registered is left out. Vehicles takes at most 1000 ids a request. */
  async platesOf(vehicleIds: (string | undefined)[]): Promise<Record<string, string>> {
    const distinct = [...new Set(vehicleIds.filter((id) => id !== undefined))];
    if (distinct.length === 0) return {};
    const { plates } = await this.ask('vehicle.plates', { vehicleIds: distinct });
    return plates;
  }

  /** Whole names by account id, for papers; who is not verified is left out. */
  async namesOf(accountIds: (string | undefined)[]): Promise<Record<string, string>> {
    const distinct = [...new Set(accountIds.filter((id) => id !== undefined))];
    const names: Record<string, string> = {};
    for (let from = 0; from < distinct.length; from += NAMES_AT_ONCE) {
      const some = distinct.slice(from, from + NAMES_AT_ONCE);
      const asked = { accountIds: some, personKeys: [], onPaper: true };
      const { byAccount } = await this.ask('person.identities', asked);
      for (const [accountId, { name }] of Object.entries(byAccount)) names[accountId] = name;
    }
    return names;
  }

  /** For whoever checks a paper that somebody else has. */
  async maskedName(accountId: string | undefined): Promise<{ nameMasked?: string }> {
    if (accountId === undefined) return {};
    const name = (await this.namesOf([accountId]))[accountId];
    return name === undefined ? {} : { nameMasked: mask.name(name) };
  }
}
