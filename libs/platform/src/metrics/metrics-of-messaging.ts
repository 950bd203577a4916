import { MessagingHealth, QueueDepths, type RelayReport } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Metrics } from './metrics';

/** What is measured only when somebody looks: the outbox, and the queues of this process's service. */
@Injectable()
export class MetricsOfMessaging {
  private reading: Promise<RelayReport | undefined> | undefined;

  constructor(
    private readonly metrics: Metrics,
    private readonly health: MessagingHealth,
    private readonly depths: QueueDepths,
  ) {
    this.addOutboxGauges();
    this.addQueueGauges();
    this.addWaitingGauge();
    new Gauge({
      name: 'demerit_consuming',
      help: 'Whether the consumers of this process are live at the broker and may pass on what they get',
      registers: [metrics.registry],
      collect() {
        this.set(Number(health.consuming));
      },
    });
  }

  private addWaitingGauge(): void {
    const { health } = this;
    new Gauge({
      name: 'demerit_requests_waiting',
      help: 'Requests that this process has and does not handle yet; what it could not answer in time it refuses',
      registers: [this.metrics.registry],
      collect() {
        this.set(health.requestsWaiting);
      },
    });
  }

  private addOutboxGauges(): void {
    this.addOutboxGauge(
      'demerit_outbox_pending',
      'Events written and not yet published; absent while the database does not answer',
      ({ pending }) => pending,
    );
    this.addOutboxGauge(
      'demerit_outbox_oldest_seconds',
      'Age of the oldest event that waits in the outbox; 0 when none does',
      ({ oldestAgeMs }) => oldestAgeMs / 1_000,
    );
    this.addOutboxGauge(
      'demerit_outbox_leader',
      'Whether this process is the one that publishes the outbox of its service',
      ({ leader }) => Number(leader),
    );
  }

  private addOutboxGauge(name: string, help: string, figure: (report: RelayReport) => number) {
    const report = () => this.report();
    new Gauge({
      name,
      help,
      registers: [this.metrics.registry],
      async collect() {
        const answer = await report();
        if (answer === undefined) this.remove();
        else this.set(figure(answer));
      },
    });
  }

  /** One question for all the gauges of one look. */
  private report(): Promise<RelayReport | undefined> {
    this.reading ??= this.health.relay.finally(() => (this.reading = undefined));
    return this.reading;
  }

  private addQueueGauges(): void {
    const depths = this.depths;
    const labelNames = ['queue', 'kind'] as const;
    const registers = [this.metrics.registry];
    new Gauge({
      name: 'demerit_queue_messages',
      help: 'Messages ready in a queue of this service; absent while the broker does not answer',
      labelNames,
      registers,
      async collect() {
        const measured = await depths.measure();
        this.reset();
        for (const { queue, kind, messages } of measured) this.set({ queue, kind }, messages);
      },
    });
    new Gauge({
      name: 'demerit_queue_consumers',
      help: 'Consumers of a queue of this service, of whichever process',
      labelNames,
      registers,
      async collect() {
        const measured = await depths.measure();
        this.reset();
        for (const { queue, kind, consumers } of measured) this.set({ queue, kind }, consumers);
      },
    });
  }
}
