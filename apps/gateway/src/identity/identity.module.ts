import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module';
import { DocumentStore } from './document-store';
import { DocumentsController } from './documents.controller';
import { MeController } from './me.controller';
import { Notices } from './notices';
import { OwnDataController } from './own-data.controller';
import { SecondFactorController } from './second-factor.controller';
import { SessionsController } from './sessions.controller';
import { UploadPlaces } from './upload-places';

@Module({
  imports: [HttpModule],
  controllers: [
    SessionsController,
    MeController,
    DocumentsController,
    OwnDataController,
    SecondFactorController,
  ],
  providers: [DocumentStore, Notices, UploadPlaces],
})
export class IdentityModule {}
