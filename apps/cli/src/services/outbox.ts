import type { OutboxState } from '@demerit/messaging';
import { SERVICES, type Service } from '@demerit/contracts';
import { inTurns, outputOf } from '../terminal/programs';

/** What waits in the outbox of a service, or why nobody could look. */
export type OutboxFinding = { service: Service } & (
  { state: OutboxState } | { state?: never; unknown: string }
);

/** Every service's own program looks into its database, whether the service itself runs or not. */
export function outboxes(): Promise<OutboxFinding[]> {
  return inTurns(SERVICES, outboxOf);
}

async function outboxOf(service: Service): Promise<OutboxFinding> {
  const { exitCode, stdout, stderr } = await outputOf(service, 'main', ['outbox']);
  if (exitCode === 0) return { service, state: JSON.parse(stdout) as OutboxState };
  const [why = `its program ended with ${exitCode}`] = stderr.trim().split('\n');
  return { service, unknown: why.replace(`${service}: `, '') };
}
