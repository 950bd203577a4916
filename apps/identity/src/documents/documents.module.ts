import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AccountsModule } from '../accounts/accounts.module';
import { PdfChecks } from './content/pdf-checks';
import { Pictures } from './content/pictures';
import { Room } from './content/room';
import { DocumentBytesController } from './document-bytes.controller';
import { chunkSchema, DocumentFiles, fileSchema } from './document-files';
import { DocumentsController } from './documents.controller';
import { DocumentsService } from './documents.service';
import { DOCUMENTS, DocumentsStore } from './documents.store';

/** Pictures and PDFs that people upload. */
@Module({
  imports: [
    MongooseModule.forFeature([
      DOCUMENTS,
      { name: 'documentFiles.files', schema: fileSchema },
      { name: 'documentFiles.chunks', schema: chunkSchema },
    ]),
    AccountsModule,
  ],
  controllers: [DocumentBytesController, DocumentsController],
  providers: [DocumentFiles, DocumentsService, DocumentsStore, PdfChecks, Pictures, Room],
  exports: [DocumentFiles, DocumentsStore],
})
export class DocumentsModule {}
