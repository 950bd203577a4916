import {
  accepted,
  type AnswerSanctionCase,
  type ListOfCaller,
  type Page,
  type Requests,
  type SanctionCase,
} from '@demerit/contracts';
import { Idempotency, MessagingClient } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { CurrentTerms } from '../account/terms';
import { OffendersStore } from '../offenders/offenders.store';
import { answered, casesReadBy, checkReader } from './answers.rules';
import { caseView } from './case.view';
import { CasesStore } from './cases.store';
import { SanctionsService } from './sanctions.service';

/** The person concerned reads their case, and answers it. */
@Injectable()
export class AnswersService {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly client: MessagingClient<Requests>,
    private readonly terms: CurrentTerms,
    private readonly cases: CasesStore,
    private readonly offenders: OffendersStore,
    private readonly sanctions: SanctionsService,
  ) {}

  ofCaller({ caller, page }: ListOfCaller): Promise<Page<SanctionCase>> {
    return this.sanctions.page(page, casesReadBy(caller.accountId));
  }

  async answer({ caller, idempotency, caseId, body }: AnswerSanctionCase): Promise<SanctionCase> {
    const { accountId } = caller;
    const ask = () => this.uploadedOf(accountId, caseId, body.documentIds);
    return this.idempotency.runAsking(idempotency, ask, async (session, uploaded) => {
      const before = accepted(checkReader(await this.cases.find(caseId, session), accountId));
      const { now } = this.terms.get();
      const after = await this.cases.save(accepted(answered(before, body, uploaded, now)), session);
      return caseView(after, await this.offenders.find(after.personKey, session), now);
    });
  }

  /** Of the documents that somebody names who may answer the case, those that are theirs. */
  private async uploadedOf(
    accountId: string,
    caseId: string,
    documentIds: string[],
  ): Promise<string[]> {
    accepted(checkReader(await this.cases.find(caseId), accountId));
    if (documentIds.length === 0) return [];
    const asked = { accountId, documentIds };
    const { documents } = await this.client.ask('documents.check', asked);
    return documents.map(({ documentId }) => documentId);
  }
}
