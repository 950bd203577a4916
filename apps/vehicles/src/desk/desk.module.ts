import { Module } from '@nestjs/common';
import { BindingsModule } from '../bindings/bindings.module';
import { RegisterModule } from '../register/register.module';
import { ReviewModule } from '../review/review.module';
import { DeskController } from './desk.controller';
import { DeskService } from './desk.service';

/** What an officer finds of a vehicle. */
@Module({
  imports: [BindingsModule, RegisterModule, ReviewModule],
  controllers: [DeskController],
  providers: [DeskService],
})
export class DeskModule {}
