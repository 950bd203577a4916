import { AsyncLocalStorage } from 'node:async_hooks';

/** What follows one call through HTTP, requests, outbox rows and events. */
export interface RequestContext {
  requestId: string;
  /** How many services asked one another until this; absent: nobody did. */
  depth?: number;
}

const requestContext = new AsyncLocalStorage<RequestContext>();

/** The id of the call that is being worked on, if any; every log line carries it. */
export function currentRequestId(): string | undefined {
  return requestContext.getStore()?.requestId;
}

/** How deep the request is that is being worked on; 0 where none is. */
export function currentDepth(): number {
  return requestContext.getStore()?.depth ?? 0;
}

/** Runs `work` as part of the call `context.requestId`. */
export function runInRequestContext<T>(context: RequestContext, work: () => T): T {
  return requestContext.run(context, work);
}
