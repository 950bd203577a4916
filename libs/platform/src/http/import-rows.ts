import type { ImportOutcome, RefusalCode, RejectedRow } from '@demerit/contracts';
import { wellFormed } from './validation';

/** A well-formed row; `row` counts from 0 within its batch. */
export interface ImportRow<Body> {
  row: number;
  body: Body;
}

/** The rows of a part of an import, each checked by itself: its form first, then what the register's rules say of it alone. */
export class ImportRows<Body extends object> {
  readonly good: ImportRow<Body>[] = [];
  private readonly rejected: RejectedRow[] = [];

  constructor(
    type: new () => Body,
    private readonly rows: readonly object[],
    refuses: (body: Body) => { code: RefusalCode } | undefined = () => undefined,
  ) {
    for (const [row, value] of rows.entries()) {
      const body = wellFormed(type, value);
      const code = body === undefined ? 'VALIDATION_FAILED' : refuses(body)?.code;
      if (body !== undefined && code === undefined) this.good.push({ row, body });
      else this.rejected.push({ row, code: code ?? 'VALIDATION_FAILED' });
    }
  }

  /** `later`: what turned out only beside what is stored. */
  outcome(later: readonly RejectedRow[] = []): ImportOutcome {
    const rejected = [...this.rejected, ...later].toSorted((one, other) => one.row - other.row);
    return { accepted: this.rows.length - rejected.length, rejected };
  }
}
