import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { PeopleModule } from '../people/people.module';
import { RegisterModule } from '../register/register.module';
import { SHARE_CODES, ShareCodesStore } from './share-codes.store';
import { SharingController } from './sharing.controller';
import { SharingService } from './sharing.service';

/** Sharing one's vehicle by a code. */
@Module({
  imports: [MongooseModule.forFeature([SHARE_CODES]), PeopleModule, RegisterModule],
  controllers: [SharingController],
  providers: [ShareCodesStore, SharingService],
  exports: [ShareCodesStore],
})
export class SharingModule {}
