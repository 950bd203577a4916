import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { DenialsModule } from '../denials/denials.module';
import { OwnCasesModule } from '../own-cases/own-cases.module';
import { AccountsController } from './accounts.controller';
import { AccountsService } from './accounts.service';
import { ACCOUNTS, AccountsStore } from './accounts.store';
import { Roles } from './roles';

/** One account a phone number, and its roles. */
@Module({
  imports: [MongooseModule.forFeature([ACCOUNTS]), DenialsModule, OwnCasesModule],
  controllers: [AccountsController],
  providers: [AccountsService, AccountsStore, Roles],
  exports: [AccountsStore],
})
export class AccountsModule {}
