import { Module } from '@nestjs/common';
import { AccountModule } from '../account/account.module';
import { ReservationsModule } from '../reservations/reservations.module';
import { CycleEndingsService } from './cycle-endings.service';
import { RollOverService } from './roll-over.service';

/** What the end of a cycle clears and carries, and who is notified of it before. */
@Module({
  imports: [AccountModule, ReservationsModule],
  providers: [CycleEndingsService, RollOverService],
  exports: [RollOverService],
})
export class RollOverModule {}
