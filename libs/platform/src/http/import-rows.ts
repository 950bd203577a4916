import {
  refuse,
  type ImportOutcome,
  type Refusal,
  type RefusalCode,
  type RejectedRow,
} from '@demerit/contracts';
import { wellFormed } from './validation';

/** A well-formed row; `row` counts from 0 within its batch. */
export interface ImportRow<Body> {
  row: number;
  body: Body;
}

/** The field that a rule of a register speaks of, where its code alone says so. */
const FIELD_OF: Partial<Record<RefusalCode, string>> = {
  DOCUMENTS_REQUIRED: 'evidence',
  ID_NUMBER_INVALID: 'idNumber',
  ORGANISATION_CODE_INVALID: 'owner.organisationCode',
  PLATE_INVALID: 'plateNumber',
  PLATE_NOT_ADMINISTERED: 'plateNumber',
  VIN_INVALID: 'vin',
  VIN_TAKEN: 'vin',
  VEHICLE_NOT_MATCHED: 'correctsVin',
  NOTICE_NUMBER_REUSED: 'noticeNumber',
  VIOLATION_CODE_UNKNOWN: 'code',
  FINE_NOT_SET: 'jurisdiction',
  LICENCE_NOT_MATCHED: 'licenceNumber',
  CERTIFICATE_USED: 'certificate',
};

/** A row with the code that refuses it, and the first field that is wrong where one is. */
export function rejectedRow(row: number, { refusal }: Refusal): RejectedRow {
  const { code, errors, reason } = refusal;
  const named = isNamedByReason(code) ? (reason ?? FIELD_OF[code]) : FIELD_OF[code];
  const field = errors?.[0]?.field ?? named;
  return { row, code, ...(field !== undefined && { field }) };
}

/** Those that any of several fields may be the cause of. */
const NAMED_BY_REASON: readonly RefusalCode[] = [
  'DATE_OUT_OF_RANGE',
  'ID_NUMBER_INVALID',
  'PLATE_INVALID',
  'PLATE_NOT_ADMINISTERED',
  'VEHICLE_NOT_MATCHED',
];

function isNamedByReason(code: RefusalCode): boolean {
  return NAMED_BY_REASON.includes(code);
}

/** The rows of a part of an import, each checked by itself: its form first, then what the register's rules say of it alone. */
export class ImportRows<Body extends object> {
  readonly good: ImportRow<Body>[] = [];
  private readonly rejected: RejectedRow[] = [];

  constructor(
    type: new () => Body,
    private readonly rows: readonly object[],
    refuses: (body: Body) => Refusal | undefined = () => undefined,
  ) {
    for (const [row, value] of rows.entries()) {
      const body = wellFormed(type, value);
      const refusal = Array.isArray(body)
        ? refuse('VALIDATION_FAILED', { errors: body })
        : refuses(body);
      if (refusal) this.rejected.push(rejectedRow(row, refusal));
      else if (!Array.isArray(body)) this.good.push({ row, body });
    }
  }

  /** `later`: what turned out only beside what is stored. */
  outcome(later: readonly RejectedRow[] = []): ImportOutcome {
    const rejected = [...this.rejected, ...later].toSorted((one, other) => one.row - other.row);
    return { accepted: this.rows.length - rejected.length, rejected };
  }
}
