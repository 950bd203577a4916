import { Module } from '@nestjs/common';
import { DisputesModule } from '../disputes/disputes.module';
import { HandlingsModule } from '../handlings/handlings.module';
import { ClosingController } from './closing.controller';

/** What of an account's is open here, before it is closed. rules.md §1.closing. */
@Module({ imports: [DisputesModule, HandlingsModule], controllers: [ClosingController] })
export class ClosingModule {}
