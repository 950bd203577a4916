import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AccountsController } from './accounts.controller';
import { AccountsService } from './accounts.service';
import { ACCOUNTS, AccountsStore } from './accounts.store';
import { Roles } from './roles';

/** One account a phone number, and its roles. */
@Module({
  imports: [MongooseModule.forFeature([ACCOUNTS])],
  controllers: [AccountsController],
  providers: [AccountsService, AccountsStore, Roles],
  exports: [AccountsStore],
})
export class AccountsModule {}
