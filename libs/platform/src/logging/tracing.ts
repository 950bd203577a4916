import { setTimeout as pause } from 'node:timers/promises';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { NodeTracerProvider, SpanExporter } from '@opentelemetry/sdk-trace-node';
import type { ServiceConfig, ServiceName } from '../config/config';

/** A collector that does not answer must not hold up the end of the process. */
const LAST_EXPORT_MS = 2_000;

/**
 * Sends spans to the collector that `OTEL_EXPORTER_OTLP_ENDPOINT` or `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` names; without either the
 * libraries for it are not even loaded. What else OpenTelemetry reads from the environment holds too (docs/operations/traces.md).
 */
export class Tracing implements OnApplicationShutdown {
  private readonly logger = new Logger(Tracing.name);
  private provider: NodeTracerProvider | undefined;

  constructor(
    private readonly service: ServiceName,
    private readonly config: ServiceConfig,
  ) {}

  get isOn(): boolean {
    const { otelExporterOtlpEndpoint, otelExporterOtlpTracesEndpoint } = this.config;
    return (otelExporterOtlpTracesEndpoint ?? otelExporterOtlpEndpoint) !== undefined;
  }

  async start(): Promise<void> {
    if (!this.isOn) return;
    const { BatchSpanProcessor, NodeTracerProvider } =
      await import('@opentelemetry/sdk-trace-node');
    const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
    const { detectResources, envDetector, resourceFromAttributes } =
      await import('@opentelemetry/resources');
    const own = resourceFromAttributes({
      'service.name': this.service,
      'service.namespace': 'demerit',
      'process.pid': process.pid,
    });
    this.provider = new NodeTracerProvider({
      resource: own.merge(detectResources({ detectors: [envDetector] })),
      spanProcessors: [new BatchSpanProcessor(this.loggingFailures(new OTLPTraceExporter()))],
    });
    this.provider.register();
    this.logger.log('spans are exported');
  }

  async onApplicationShutdown(): Promise<void> {
    const last = this.provider?.shutdown().catch(() => undefined);
    await Promise.race([last, pause(LAST_EXPORT_MS, undefined, { ref: false })]);
  }

  /** The library silently drops spans that the collector does not take, so the first one of an outage is logged. */
  private loggingFailures(exporter: SpanExporter): SpanExporter {
    let isFailing = false;
    return {
      export: (spans, done) =>
        exporter.export(spans, (result) => {
          const hasFailed = result.error !== undefined;
          if (hasFailed && !isFailing)
            this.logger.warn({ msg: 'spans are lost', reason: result.error?.message });
          isFailing = hasFailed;
          done(result);
        }),
      shutdown: () => exporter.shutdown(),
    };
  }
}
