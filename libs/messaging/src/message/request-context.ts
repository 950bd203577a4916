import { AsyncLocalStorage } from 'node:async_hooks';

/** What follows one call through HTTP, requests, outbox rows and events. */
export interface RequestContext {
  requestId: string;
}

const requestContext = new AsyncLocalStorage<RequestContext>();

/** The id of the call that is being worked on, if any; every log line carries it. */
export function currentRequestId(): string | undefined {
  return requestContext.getStore()?.requestId;
}

/** Runs `work` as part of the call `context.requestId`. */
export function runInRequestContext<T>(context: RequestContext, work: () => T): T {
  return requestContext.run(context, work);
}
