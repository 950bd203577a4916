import { DOCUMENTS_ASKED, type DocumentsNamed, type Requests } from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import { periodBefore, type Portion } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { DocumentFiles } from '../documents/document-files';
import { DocumentsStore, type UploadDocument } from '../documents/documents.store';
import { OrganisationsStore } from '../organisations/organisations.store';
import { VerificationStore } from '../identities/verification.store';
import { KEPT_DAYS, LOOK_AGAIN_DAYS, LOOK_TWICE_DAYS } from './periods';

/**
 * Documents that nothing names any longer. Each service says what it names; where one does not answer, nothing is deleted. Looked at twice, so that
 * what is being named at the moment of the first look is there at the second.
 */
@Injectable()
export class UnneededDocuments {
  constructor(
    private readonly documents: DocumentsStore,
    private readonly files: DocumentFiles,
    private readonly verifications: VerificationStore,
    private readonly organisations: OrganisationsStore,
    private readonly client: MessagingClient<Requests>,
  ) {}

  async end(now: Date): Promise<Portion> {
    const twice = await this.documents.unneededSince(
      periodBefore(now, LOOK_TWICE_DAYS),
      DOCUMENTS_ASKED,
    );
    if (twice.length > 0) return { ended: await this.lookAgain(twice, now), more: true };
    const once = await this.documents.toLookAt(
      {
        madeBefore: periodBefore(now, KEPT_DAYS.documents),
        lookedAtBefore: periodBefore(now, LOOK_AGAIN_DAYS),
      },
      DOCUMENTS_ASKED,
    );
    if (once.length > 0) await this.look(once, now);
    return { ended: 0, more: once.length > 0 };
  }

  private async look(documents: readonly UploadDocument[], now: Date): Promise<void> {
    const named = await this.namedOf(documents);
    await this.documents.noteLook(documents, named, now);
  }

  /** Answers how many were deleted. */
  private async lookAgain(documents: readonly UploadDocument[], now: Date): Promise<number> {
    const named = await this.namedOf(documents);
    await this.documents.noteLook(
      documents.filter(({ _id }) => named.has(_id)),
      named,
      now,
    );
    let ended = 0;
    for (const document of documents) {
      if (named.has(document._id) || !(await this.documents.deleteUnneeded(document))) continue;
      await this.files.delete(document.fileId);
      ended += 1;
    }
    return ended;
  }

  /** Of an account that is closed: nobody is about to name one of them. */
  async endAllOf(accountId: string): Promise<void> {
    for (let last = ''; ;) {
      const some = await this.documents.ofAccount(accountId, last, DOCUMENTS_ASKED);
      const named = some.length > 0 ? await this.namedOf(some) : undefined;
      for (const { _id, fileId } of some) {
        if (named?.has(_id)) continue;
        await this.documents.delete(_id);
        await this.files.delete(fileId);
      }
      if (some.length < DOCUMENTS_ASKED) return;
      last = some.at(-1)?._id ?? '';
    }
  }

  /** Those of them that something names, whichever service it lies in. */
  private async namedOf(documents: readonly UploadDocument[]): Promise<Set<string>> {
    const asked: DocumentsNamed = {
      documentIds: documents.map(({ _id }) => _id),
      accountIds: [...new Set(documents.map(({ accountId }) => accountId))],
    };
    const here = await Promise.all([
      this.verifications.documentsOf(asked.accountIds),
      this.organisations.documentsOf(asked.accountIds),
    ]);
    const elsewhere = await Promise.all([
      this.client.ask('vehicles.documents-named', asked),
      this.client.ask('violations.documents-named', asked),
      this.client.ask('ledger.documents-named', asked),
    ]);
    return new Set([...here.flat(), ...elsewhere.flatMap(({ documentIds }) => documentIds)]);
  }
}
