import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/orders.module';
import { PayingModule } from '../paying/paying.module';
import { ClosingController } from './closing.controller';

/** What of an account's is open here, before it is closed. rules.md §1.closing. */
@Module({ imports: [OrdersModule, PayingModule], controllers: [ClosingController] })
export class ClosingModule {}
