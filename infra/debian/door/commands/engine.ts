import { isConflict, toCommandError } from '../wire/errors';
import { Pool } from '../postgres/pool';
import {
  PostgresConnection,
  type PostgresTarget,
  type Step,
  type StepResult,
} from '../postgres/postgres';
import { FORGET_SESSIONS, PING, SCHEMA } from '../postgres/statements';

const CONFLICT_RETRIES = 10;

/** The database behind the door. */
export class Engine {
  /** For work that is over with its answer. A wait for a lock ends before drivers lose patience. */
  readonly plain: Pool;
  /** One connection per open transaction, apart from the others so that neither starves the other. */
  readonly transactional: Pool;

  constructor(private readonly target: PostgresTarget) {
    this.plain = new Pool(target, 30, '-c lock_timeout=30s');
    this.transactional = new Pool(target, 60, '-c lock_timeout=5s');
  }

  /** Makes the door's own tables, then lets work in. */
  async install(): Promise<void> {
    const connection = await PostgresConnection.open(this.target, '', () => undefined);
    try {
      await connection.run(SCHEMA.map((sql): Step => [sql]));
    } finally {
      connection.close();
    }
    this.plain.allow();
    this.transactional.allow();
  }

  async ping(): Promise<void> {
    await this.plain.use((connection) => connection.run([[PING]]));
  }

  async forgetOldSessions(): Promise<void> {
    await this.plain.use((connection) => connection.run([[FORGET_SESSIONS]]));
  }

  /** Outside a transaction nobody else would repeat what lost a race, so it is done here. */
  async run(steps: readonly Step[], maxTimeMs: number): Promise<StepResult[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.plain.use((connection) => withDeadline(connection, steps, maxTimeMs));
      } catch (error) {
        if (attempt === CONFLICT_RETRIES || !isConflict(toCommandError(error))) throw error;
      }
    }
  }

  close(): void {
    this.plain.close();
    this.transactional.close();
  }
}

/** `maxTimeMs` 0: no deadline. */
export async function withDeadline(
  connection: PostgresConnection,
  steps: readonly Step[],
  maxTimeMs: number,
): Promise<StepResult[]> {
  if (maxTimeMs <= 0) return connection.run(steps);
  let cancelled: Promise<void> | undefined;
  const timer = setTimeout(() => {
    cancelled = connection.cancel();
  }, maxTimeMs);
  try {
    return await connection.run(steps);
  } finally {
    clearTimeout(timer);
    // A cancellation still under way would hit the connection's next user.
    await cancelled;
  }
}
