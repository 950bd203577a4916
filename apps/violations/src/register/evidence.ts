import type { RegistryViolation, Requests } from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';

/** Hundreds of notices with several documents each are asked for at once. */
const TIMEOUT_MS = 5_000;

/** Which of the documents that notices name as evidence there are; identity keeps them. */
@Injectable()
export class Evidence {
  constructor(private readonly client: MessagingClient<Requests>) {}

  async existing(
    notices: readonly Pick<RegistryViolation, 'evidence'>[],
  ): Promise<ReadonlySet<string>> {
    const documentIds = [...new Set(notices.flatMap(({ evidence = [] }) => evidence))];
    if (documentIds.length === 0) return new Set();
    const timeoutMs = TIMEOUT_MS;
    const found = await this.client.ask('documents.evidence', { documentIds }, { timeoutMs });
    return new Set(found.documentIds);
  }
}
