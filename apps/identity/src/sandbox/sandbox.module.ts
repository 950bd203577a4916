import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { SANDBOX_ACCOUNTS, SandboxAccountsStore } from './sandbox-accounts.store';
import { SandboxController } from './sandbox.controller';

/** The accounts that whoever tries the product may log in to. */
@Module({
  imports: [MongooseModule.forFeature([SANDBOX_ACCOUNTS])],
  controllers: [SandboxController],
  providers: [SandboxAccountsStore],
})
export class SandboxModule {}
