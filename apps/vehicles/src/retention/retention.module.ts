import { Retention } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { BindingsModule } from '../bindings/bindings.module';
import { ConsentModule } from '../consent/consent.module';
import { OwnerMessagesStore } from '../consent/owner-messages.store';
import { Attachments } from './attachments';
import { AttachmentsController } from './attachments.controller';

/** Ends what is kept for a time only: docs/operations/retention.md. */
@Module({
  imports: [BindingsModule, ConsentModule],
  controllers: [AttachmentsController],
  providers: [Attachments],
})
export class RetentionModule {
  constructor(retention: Retention, attachments: Attachments, messages: OwnerMessagesStore) {
    retention.add(
      { kind: 'binding_attachments', end: (now) => attachments.end(now) },
      { kind: 'owner_messages', end: (now) => messages.endBefore(now) },
    );
  }
}
