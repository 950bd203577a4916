import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/orders.module';
import { PayingModule } from '../paying/paying.module';
import { DeskController } from './desk.controller';
import { DeskService } from './desk.service';

/** What officers find at the desk of an order and how it was paid. */
@Module({
  imports: [OrdersModule, PayingModule],
  controllers: [DeskController],
  providers: [DeskService],
})
export class DeskModule {}
