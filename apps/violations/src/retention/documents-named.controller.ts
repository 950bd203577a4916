import { DocumentsNamed, type NamedDocuments, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { DisputesStore } from '../disputes/disputes.store';
import { ViolationsStore } from '../register/violations.store';

/** What violations and disputes name stays, whatever became of them: it is why it was decided so. */
@Controller()
export class DocumentsNamedController {
  constructor(
    private readonly violations: ViolationsStore,
    private readonly disputes: DisputesStore,
  ) {}

  @MessagePattern<RequestType>('violations.documents-named')
  async named(@Payload() { documentIds, accountIds }: DocumentsNamed): Promise<NamedDocuments> {
    const [evidence, disputed] = await Promise.all([
      this.violations.evidenceAmong(documentIds),
      this.disputes.documentsOf(accountIds),
    ]);
    const named = new Set([...evidence, ...disputed]);
    return { documentIds: documentIds.filter((id) => named.has(id)) };
  }
}
