import type { Requests, RequestType } from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { GatewayConfig } from './gateway.config';

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

  /** Number plates by vehicle id; a vehicle that is not registered is left out. Vehicles takes at most 1000 ids a request. */
  async platesOf(vehicleIds: (string | undefined)[]): Promise<Record<string, string>> {
    const distinct = [...new Set(vehicleIds.filter((id) => id !== undefined))];
    if (distinct.length === 0) return {};
    const { plates } = await this.ask('vehicle.plates', { vehicleIds: distinct });
    return plates;
  }
}
