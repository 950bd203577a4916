import { SERVICES, type FindMessages, type SaidMessage, type Service } from '@demerit/contracts';
import { Injectable } from '@nestjs/common';
import { Services } from '../stores/services';
import type { HandlingTrace, Message } from './explanation.types';

/** Follows a handling or a request through the services, each of which answers from its own database; reads only. */
@Injectable()
export class Traces {
  constructor(private readonly services: Services) {}

  async ofHandling(handlingId: string): Promise<HandlingTrace> {
    const [violations, ledger, messages] = await Promise.all([
      this.services.ask('violations.explain', { handlingId }),
      this.services.ask('ledger.explain', { handlingId }),
      this.messages({ handlingId }),
    ]);
    const orderId = violations?.handling?.orderId;
    return {
      handling: violations?.handling,
      violation: violations?.violation,
      ledger,
      payments:
        typeof orderId === 'string'
          ? await this.services.ask('payments.explain', { orderId })
          : undefined,
      messages,
    };
  }

  /** What was said because of one request, with the handlings it was about. */
  async ofRequest(requestId: string): Promise<{ messages: Message[]; handlingIds: string[] }> {
    const messages = await this.messages({ requestId });
    const ids = messages.map(({ key }) => key).filter((key) => key.startsWith('hnd_'));
    return { messages, handlingIds: [...new Set(ids)] };
  }

  /** In the order in which they were written. */
  private async messages(of: FindMessages): Promise<Message[]> {
    const said = await Promise.all(SERVICES.map((service) => this.saidBy(service, of)));
    const messages = said.flat().sort((one, other) => one.at.localeCompare(other.at));
    if (messages.length === 0) return [];
    await Promise.all(SERVICES.map((service) => this.markApplied(service, messages)));
    return messages;
  }

  private async saidBy(service: Service, of: FindMessages): Promise<Message[]> {
    const found = await this.services.ask(`${service}.messages`, of);
    return (found?.said ?? []).map((message: SaidMessage) => ({
      ...message,
      said: service,
      applied: [],
    }));
  }

  private async markApplied(service: Service, messages: readonly Message[]): Promise<void> {
    const messageIds = messages.map(({ messageId }) => messageId);
    const found = await this.services.ask(`${service}.messages`, { messageIds });
    const notedAt = new Map(found?.applied.map(({ messageId, at }) => [messageId, at]));
    for (const message of messages) {
      const at = notedAt.get(message.messageId);
      if (at !== undefined) message.applied.push({ by: service, at });
    }
  }
}
