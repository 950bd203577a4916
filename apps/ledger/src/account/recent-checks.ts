import type { LicenceDocument } from './account.types';

/** For how long a reading trusts the check of one before it. rules.md §4.verify.reading. */
const TRUSTED_MS = 60_000;
const MOST = 10_000;

type Stand = Pick<LicenceDocument, '_id' | 'seq' | 'balance' | 'pending' | 'lastHash'>;

/** Whose entries were found to agree a moment ago: readings of a licence that has not changed since need not look again. */
export class RecentChecks {
  private readonly checked = new Map<string, { stand: string; untilMs: number }>();

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  has(licence: Stand): boolean {
    const found = this.checked.get(licence._id);
    return found?.stand === standOf(licence) && this.nowMs() < found.untilMs;
  }

  add(licence: Stand): void {
    // The one that was added first goes first, so that whoever reads all licences needs no more memory than others.
    this.checked.delete(licence._id);
    this.checked.set(licence._id, { stand: standOf(licence), untilMs: this.nowMs() + TRUSTED_MS });
    const [oldest] = this.checked.keys();
    if (this.checked.size > MOST && oldest !== undefined) this.checked.delete(oldest);
  }
}

function standOf({ seq, balance, pending, lastHash }: Stand): string {
  return [seq, balance, pending, lastHash].join(' ');
}
