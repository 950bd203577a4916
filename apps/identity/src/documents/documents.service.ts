import { createHash } from 'node:crypto';
import {
  accepted,
  checkStays,
  refuse,
  type CheckDocuments,
  type CheckEvidence,
  type DocumentInfo,
  type DocumentKind,
  type Requests,
  type Role,
} from '@demerit/contracts';
import {
  Idempotency,
  MessagingClient,
  Transactions,
  type IdempotencyKey,
} from '@demerit/messaging';
import { AuditStore, Jobs, newId } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { filetypemime } from 'magic-bytes.js';
import type { ClientSession } from 'mongoose';
import { DocumentFiles } from './document-files';
import { AccountsStore } from '../accounts/accounts.store';
import { isClosing, type AccountDocument } from '../accounts/accounts.types';
import {
  abandonedWhenUploadedBefore,
  acceptContent,
  acceptReadable,
  checkQuota,
  isKeptUnnamed,
  readAs,
  type MediaType,
} from './documents.rules';
import { DocumentsStore, type UploadDocument } from './documents.store';
import { PdfChecks } from './content/pdf-checks';
import { Pictures } from './content/pictures';
import { receive, release, type Received } from './content/received';
import { Turns, type Asker } from './content/turns';

const HOUR_MS = 3_600_000;
/** As many as are drawn at once: the others stay with their senders meanwhile, of all gateways together. */
const FILES_AT_ONCE = 4;
/** How far back the sweep looks for bytes that a crash left. */
const SWEPT_MS = 3 * 86_400_000;

interface Upload {
  accountId: string;
  kind: DocumentKind;
  content: AsyncIterable<Buffer>;
  /** Of the content in bytes, where it is said before. */
  length?: number;
  /** The id of the idempotency key; the body compared is kind and content. */
  idempotencyId: string | undefined;
  /** When nobody waits for the answer any longer. */
  gone?: AbortSignal;
}

type Stored = Omit<UploadDocument, 'fileId' | 'fileKey' | 'createdAt'>;

@Injectable()
export class DocumentsService {
  private readonly received = new Turns(FILES_AT_ONCE);

  constructor(
    private readonly documents: DocumentsStore,
    private readonly files: DocumentFiles,
    private readonly pdfs: PdfChecks,
    private readonly pictures: Pictures,
    private readonly audit: AuditStore,
    private readonly idempotency: Idempotency,
    private readonly transactions: Transactions,
    private readonly accounts: AccountsStore,
    private readonly client: MessagingClient<Requests>,
    jobs: Jobs,
  ) {
    jobs.every('sweep documents', HOUR_MS, () => this.sweep(new Date()));
  }

  /** Of a file that waits for its turn nothing is read. */
  upload({ content, length, ...upload }: Upload): Promise<DocumentInfo> {
    return this.received.take(1, upload, async () => {
      const received = await receive(content, length);
      try {
        return await this.keep(received, upload);
      } finally {
        release(received.bytes);
      }
    });
  }

  private async keep(
    { bytes, size }: Received,
    { kind, idempotencyId, ...asker }: Omit<Upload, 'content' | 'length'>,
  ): Promise<DocumentInfo> {
    const mediaType = accepted(acceptContent(size, filetypemime(bytes)));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const kept = accepted(acceptReadable(await this.whole(bytes, mediaType, asker)));
    const { accountId } = asker;
    const row = { _id: newId('doc'), accountId, kind, mediaType, size: kept.length, sha256 };
    try {
      return await this.storeOnce(row, kept, idempotencyId);
    } finally {
      release(kept);
    }
  }

  private async storeOnce(
    row: Stored,
    bytes: Buffer,
    idempotencyId: string | undefined,
  ): Promise<DocumentInfo> {
    if (idempotencyId === undefined) return this.store(row, bytes);
    const key = { id: idempotencyId, bodyHash: `${row.kind}:${row.sha256}` };
    const claim = await this.idempotency.claim(key);
    if (claim.state === 'done') return claim.answer as DocumentInfo;
    try {
      return await this.store(row, bytes, { key, token: claim.token });
    } catch (error) {
      await this.idempotency.conclude(key, claim.token, error);
      throw error;
    }
  }

  /** Reading as staff is written down before the first byte leaves. 503 when violations does not say whether it shows the evidence. */
  async read(
    documentId: string,
    reader: { accountId: string; roles: Role[] },
  ): Promise<{ mediaType: string; content: Buffer }> {
    const row = await this.documents.find(documentId);
    const right = accepted(readAs(row, reader));
    if (!row) throw new Error('a document that is not there was granted');
    if (right === 'staff') {
      await this.audit.add({
        actor: reader.accountId,
        act: 'document.read',
        subject: documentId,
        after: { kind: row.kind, accountId: row.accountId },
      });
    }
    if (right === 'viewer' && !(await this.isShown(documentId, reader))) {
      throw refuse('DOCUMENT_NOT_FOUND');
    }
    return { mediaType: row.mediaType, content: await this.files.read(row) };
  }

  /** As evidence of a violation that the reader sees. */
  private async isShown(
    documentId: string,
    caller: { accountId: string; roles: Role[] },
  ): Promise<boolean> {
    const request = { documentId, caller };
    const { visible } = await this.client.ask('violation.evidence-visible', request);
    return visible;
  }

  /** Of the documents named, those that exist and are the account's. Whoever asks is about to keep their ids: they are in use from now on. */
  async check({
    accountId,
    documentIds,
  }: CheckDocuments): Promise<{ documents: Pick<DocumentInfo, 'documentId' | 'kind'>[] }> {
    const rows = await this.documents.use(accountId, documentIds);
    return { documents: rows.map(({ _id: documentId, kind }) => ({ documentId, kind })) };
  }

  /** Those that exist and are evidence, whosever they are; in use from now on. */
  async evidence({ documentIds }: CheckEvidence): Promise<{ documentIds: string[] }> {
    return { documentIds: await this.documents.useEvidence(documentIds) };
  }

  /** The bytes go first and outside the transaction; what a crash leaves of them, the sweep takes. */
  private async store(
    row: Stored,
    bytes: Buffer,
    claim?: { key: IdempotencyKey; token: string },
  ): Promise<DocumentInfo> {
    const uploader = await this.accounts.find(row.accountId);
    accepted(checkStays(uploader !== undefined && isClosing(uploader)));
    await this.checkQuota(row, uploader);
    const file = await this.files.write(bytes, row._id);
    const { _id: documentId, kind, mediaType, size } = row;
    const answer = { documentId, kind, mediaType, size };
    return this.transactions.run(async (session: ClientSession) => {
      await this.checkQuota(row, await this.accounts.touchOpen(row.accountId, session), session);
      const now = new Date();
      await this.documents.insert({ ...row, ...file, createdAt: now, unusedSince: now }, session);
      if (claim) await this.idempotency.settle(session, claim.key, claim.token, { answer });
      return answer;
    });
  }

  /** Within a transaction that touched the uploader it is sure: of several uploads of one person at once, one commits. */
  private async checkQuota(
    { accountId, size }: { accountId: string; size: number },
    uploader: AccountDocument | undefined,
    session?: ClientSession,
  ): Promise<void> {
    const stored = await this.documents.storedOf(accountId, session);
    const refusal = checkQuota(stored, size, uploader?.roles ?? []);
    if (refusal) throw refusal;
  }

  /** What is kept of an upload; undefined when it is not wholly of its type. */
  private async whole(bytes: Buffer, type: MediaType, asker: Asker): Promise<Buffer | undefined> {
    if (type !== 'application/pdf') return this.pictures.redrawn(bytes, type, asker);
    return this.pdfs.plain(bytes, asker);
  }

  /** Uploads that nothing named for a day, and bytes that no document names. */
  async sweep(now: Date): Promise<void> {
    const before = abandonedWhenUploadedBefore(now);
    for (;;) {
      const abandoned = await this.documents.unusedSince(before);
      for (const document of abandoned) await this.abandon(document);
      if (abandoned.length === 0) break;
    }
    await this.sweepFiles(now);
  }

  private async abandon({ _id, accountId, fileId }: UploadDocument): Promise<void> {
    const uploader = await this.accounts.find(accountId);
    if (isKeptUnnamed(uploader?.roles ?? [])) await this.documents.use(accountId, [_id]);
    else if (await this.documents.deleteUnused(_id)) await this.files.delete(fileId);
  }

  /** Older than an hour: what is younger may be on its way. */
  private async sweepFiles(now: Date): Promise<void> {
    const from = new Date(now.getTime() - HOUR_MS - SWEPT_MS);
    const to = new Date(now.getTime() - HOUR_MS);
    for (const fileId of await this.files.writtenBetween(from, to)) {
      if (!(await this.documents.hasFile(fileId))) await this.files.delete(fileId);
    }
  }
}
