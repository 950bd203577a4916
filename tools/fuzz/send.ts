import { Agent, request, type IncomingMessage } from 'node:http';
import type { Answered } from './judge/judge';
import type { Outgoing } from './requests/outgoing';

const TIMEOUT_MS = 15_000;
/** A stream is looked at for so long. */
const STREAM_MS = 100;
const KEPT_BYTES = 1024 * 1024;

/** Sends as it is told, also what no client library would. */
export class Sender {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });

  constructor(private readonly gatewayUrl: string) {}

  /** @throws Error of a connection that ends without an answer. */
  async send(outgoing: Outgoing): Promise<Answered> {
    try {
      return await this.once(outgoing, this.agent);
    } catch (error) {
      // The gateway may have closed a connection that was kept just as it was taken again.
      if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
      return this.once(outgoing, false);
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private once(outgoing: Outgoing, agent: Agent | false): Promise<Answered> {
    const { method, path, bytes } = outgoing;
    const since = performance.now();
    const { promise, resolve, reject } = Promise.withResolvers<Answered>();
    const isChunked = Object.hasOwn(outgoing.headers, 'transfer-encoding');
    const hasLength = !isChunked && (bytes.length > 0 || !['GET', 'DELETE'].includes(method));
    const length = hasLength ? { 'content-length': String(bytes.length) } : {};
    const { hostname, port } = new URL(this.gatewayUrl);
    const headers = { ...length, ...outgoing.headers };
    const options = { method, path, hostname, port, agent, headers, timeout: TIMEOUT_MS };
    const sent = request(options, (response) => {
      const tookMs = performance.now() - since;
      resolve(answeredBy(response, tookMs));
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${String(TIMEOUT_MS)} ms`)));
    sent.on('error', reject);
    sent.end(bytes);
    return promise;
  }
}

async function answeredBy(response: IncomingMessage, tookMs: number): Promise<Answered> {
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
  );
  const answered = { status: response.statusCode ?? 0, headers, tookMs };
  const isStream = headers['content-type']?.startsWith('text/event-stream') ?? false;
  const timer = isStream ? setTimeout(() => response.destroy(), STREAM_MS) : undefined;
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      size += part.length;
      if (size <= KEPT_BYTES) parts.push(part);
    }
  } catch (error) {
    // It was closed from here.
    if (!isStream) throw error;
  } finally {
    clearTimeout(timer);
  }
  return { ...answered, body: Buffer.concat(parts).toString() };
}
