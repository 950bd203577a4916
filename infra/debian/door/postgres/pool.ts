import { ConnectionLost, PostgresConnection, type PostgresTarget } from './postgres';

/** More work waits for a connection than can get one in time. */
export class PoolBusy extends Error {}

interface Waiter {
  resolve: (connection: PostgresConnection) => void;
  reject: (error: Error) => void;
}

const WAIT_MS = 10_000;

/** Connections that are lent out one user at a time. While PostgreSQL is away a request fails at once, it does not wait. */
export class Pool {
  private readonly idle: PostgresConnection[] = [];
  private readonly waiters: Waiter[] = [];
  private size = 0;
  private closed = false;
  private opened = false;

  constructor(
    private readonly target: PostgresTarget,
    private readonly max: number,
    private readonly options: string,
  ) {}

  /** Before this nobody gets a connection: the door's own tables may not be there yet. */
  allow(): void {
    this.opened = true;
  }

  async acquire(): Promise<PostgresConnection> {
    if (this.closed) throw new ConnectionLost('the door is closing');
    if (!this.opened) throw new ConnectionLost('the door is starting');
    const free = this.idle.pop();
    if (free) return free;
    if (this.size < this.max) return this.open();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiters.splice(this.waiters.indexOf(waiter), 1);
        reject(new PoolBusy('no database connection became free in time'));
      }, WAIT_MS);
      const waiter: Waiter = {
        resolve: (connection) => {
          clearTimeout(timer);
          resolve(connection);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      this.waiters.push(waiter);
    });
  }

  /** Takes back a connection; one that is lost or in the middle of a transaction is thrown away. */
  release(connection: PostgresConnection): void {
    if (connection.lost) return;
    if (this.closed || connection.state !== 'I') return connection.close();
    const waiter = this.waiters.shift();
    if (waiter) waiter.resolve(connection);
    else this.idle.push(connection);
  }

  async use<T>(work: (connection: PostgresConnection) => Promise<T>): Promise<T> {
    const connection = await this.acquire();
    try {
      return await work(connection);
    } finally {
      this.release(connection);
    }
  }

  close(): void {
    this.closed = true;
    for (const connection of this.idle.splice(0)) connection.close();
    for (const waiter of this.waiters.splice(0)) {
      waiter.reject(new ConnectionLost('the door is closing'));
    }
  }

  private async open(): Promise<PostgresConnection> {
    this.size++;
    let counted = true;
    const gone = (connection?: PostgresConnection): void => {
      const at = connection ? this.idle.indexOf(connection) : -1;
      if (at >= 0) this.idle.splice(at, 1);
      if (!counted) return;
      counted = false;
      this.size--;
      this.refill();
    };
    try {
      return await PostgresConnection.open(this.target, this.options, gone);
    } catch (error) {
      gone();
      throw error;
    }
  }

  private refill(): void {
    const waiter = this.closed ? undefined : this.waiters.shift();
    if (waiter) this.open().then(waiter.resolve, waiter.reject);
  }
}
