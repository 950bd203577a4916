import type { DocumentsNamed, NamedDocuments } from '@demerit/contracts';
import { periodBefore, type Portion } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { BindingsStore } from '../bindings/bindings.store';
import { UseStore } from '../bindings/use.store';

/** After the end of a binding: till then it may be asked on what it was approved or rejected. docs/operations/retention.md. */
const ATTACHMENTS_KEPT_DAYS = 180;
const ROWS_AT_ONCE = 500;

/** What a binding was asked for with: the note and the papers. The binding itself stays, since it says who used a car when. */
@Injectable()
export class Attachments {
  /** Of what was looked through of this list; those of false material keep their place in it. */
  private after: string | undefined;

  constructor(
    private readonly bindings: BindingsStore,
    private readonly use: UseStore,
  ) {}

  async end(now: Date): Promise<Portion> {
    const old = await this.bindings.withAttachments(periodBefore(now, ATTACHMENTS_KEPT_DAYS), {
      after: this.after,
      rows: ROWS_AT_ONCE,
    });
    const more = old.length === ROWS_AT_ONCE;
    this.after = more ? old.at(-1)?._id : undefined;
    const barring = await this.use.barringAmong(old.map(({ accountId }) => accountId));
    const ids = old.map(({ _id }) => _id).filter((id) => !barring.has(id));
    return { ended: await this.bindings.removeAttachments(ids), more };
  }

  /** Which of these documents a binding names. */
  async named({ accountIds, documentIds }: DocumentsNamed): Promise<NamedDocuments> {
    const named = new Set(await this.bindings.documentsOf(accountIds));
    return { documentIds: documentIds.filter((id) => named.has(id)) };
  }
}
