import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AccountsModule } from '../accounts/accounts.module';
import { DocumentsModule } from '../documents/documents.module';
import { OwnCasesModule } from '../own-cases/own-cases.module';
import { VerificationModule } from '../verification/verification.module';
import { OrganisationReviewService } from './organisation-review.service';
import { OrganisationsController } from './organisations.controller';
import { OrganisationsService } from './organisations.service';
import { ORGANISATIONS, OrganisationsStore } from './organisations.store';

/** Who acts for which organisation. */
@Module({
  imports: [
    MongooseModule.forFeature([ORGANISATIONS]),
    AccountsModule,
    DocumentsModule,
    OwnCasesModule,
    VerificationModule,
  ],
  controllers: [OrganisationsController],
  providers: [OrganisationReviewService, OrganisationsService, OrganisationsStore],
  exports: [OrganisationsStore],
})
export class OrganisationsModule {}
