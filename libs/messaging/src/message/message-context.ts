import { BaseRpcContext } from '@nestjs/microservices';

/** What travels beside the body of a message. */
export interface MessageFacts {
  /** Of an event: the id of its outbox row, the same at every delivery. Of a request: its correlation id. */
  messageId: string;
  type: string;
  requestId: string;
  /** 1 at the first delivery. A crash does not count, only a failure that was reported. */
  attempt: number;
  /** Of an event: the id of the aggregate that said it. */
  key?: string;
  /** Of an event: the version of that aggregate. */
  seq?: number;
  /** Of an event: when its outbox row was written, UTC ISO. */
  publishedAt?: string;
  /** Of a request: how long its asker waits for the answer, counted from the asking. */
  timeoutMs?: number;
}

/** What a handler gets with `@Ctx()`. */
export class MessageContext extends BaseRpcContext<[MessageFacts]> implements MessageFacts {
  readonly messageId: string;
  readonly type: string;
  readonly requestId: string;
  readonly attempt: number;
  readonly key?: string;
  readonly seq?: number;
  readonly publishedAt?: string;
  readonly timeoutMs?: number;

  constructor(facts: MessageFacts) {
    super([facts]);
    this.messageId = facts.messageId;
    this.type = facts.type;
    this.requestId = facts.requestId;
    this.attempt = facts.attempt;
    this.key = facts.key;
    this.seq = facts.seq;
    this.publishedAt = facts.publishedAt;
    this.timeoutMs = facts.timeoutMs;
  }
}
