import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** OpenTelemetry's numbers. */
const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];

export interface SeenSpan {
  service: string;
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  name: string;
  kind: string;
  attributes: Record<string, unknown>;
}

interface Attribute {
  key: string;
  value: Record<string, unknown>;
}

interface Export {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: {
      spans: {
        traceId: string;
        spanId: string;
        parentSpanId?: string;
        name: string;
        kind: number;
        attributes: Attribute[];
      }[];
    }[];
  }[];
}

/** A collector of spans on this machine: OTLP over HTTP, in JSON. */
export class SpanCollector {
  readonly spans: SeenSpan[] = [];
  /** Everything that was sent, as it was sent. */
  text = '';

  private constructor(private readonly server: Server) {}

  static async open(): Promise<SpanCollector> {
    const server = createServer();
    const collector = new SpanCollector(server);
    server.on('request', (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        collector.take(Buffer.concat(parts).toString());
        response.setHeader('content-type', 'application/json').end('{}');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return collector;
  }

  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  get endpoint(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${String(port)}`;
  }

  /** The ways from a span of this name down through spans of these names, in one trace. */
  chain(...names: string[]): SeenSpan[] | undefined {
    const down = (
      parent: SeenSpan | undefined,
      [name, ...rest]: string[],
    ): SeenSpan[] | undefined => {
      if (name === undefined) return [];
      for (const span of this.spans) {
        const isBelow =
          parent === undefined ||
          (span.parentSpanId === parent.spanId && span.traceId === parent.traceId);
        if (span.name !== name || !isBelow) continue;
        const below = down(span, rest);
        if (below) return [span, ...below];
      }
      return undefined;
    };
    return down(undefined, names);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private take(text: string): void {
    this.text += text;
    const { resourceSpans } = JSON.parse(text) as Export;
    for (const { resource, scopeSpans } of resourceSpans) {
      const service = String(valuesOf(resource.attributes)['service.name']);
      for (const { traceId, spanId, parentSpanId, name, kind, attributes } of scopeSpans.flatMap(
        ({ spans }) => spans,
      ))
        this.spans.push({
          service,
          traceId,
          spanId,
          parentSpanId,
          name,
          kind: KINDS[kind] ?? String(kind),
          attributes: valuesOf(attributes),
        });
    }
  }
}

function valuesOf(attributes: Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
