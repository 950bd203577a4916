import { FindMessages, type MessagesFound, type Service } from '@demerit/contracts';
import { MessageHistory } from '@demerit/messaging';
import { Controller, type Type } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';

/** Answers `<service>.messages` from the service's outbox and inbox. */
export function messagesController(service: Service): Type {
  @Controller()
  class MessagesController {
    constructor(private readonly history: MessageHistory) {}

    @MessagePattern(`${service}.messages`)
    find(@Payload() question: FindMessages): Promise<MessagesFound> {
      return messagesFound(this.history, question);
    }
  }
  return MessagesController;
}

async function messagesFound(
  history: MessageHistory,
  { handlingId, requestId, messageIds = [] }: FindMessages,
): Promise<MessagesFound> {
  const about = handlingId === undefined ? [] : await history.saidAbout(handlingId, 'handlingId');
  const because = requestId === undefined ? [] : await history.saidFor(requestId);
  const applied = messageIds.length === 0 ? [] : await history.applied(messageIds);
  return {
    said: [...about, ...because].map(({ _id, type, key, headers, createdAt, ...sent }) => ({
      messageId: _id,
      type,
      key,
      ...(headers.requestId !== undefined && { requestId: headers.requestId }),
      at: createdAt.toISOString(),
      publishedAt: sent.publishedAt?.toISOString() ?? null,
      attempts: sent.attempts,
    })),
    applied: applied.map(({ messageId, at }) => ({ messageId, at: at.toISOString() })),
  };
}
