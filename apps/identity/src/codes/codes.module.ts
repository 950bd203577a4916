import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { SmsModule } from '../sms/sms.module';
import { CodesService } from './codes.service';
import { CODES, CodesStore } from './codes.store';

/** One-time codes, sent to a phone. */
@Module({
  imports: [MongooseModule.forFeature([CODES]), SmsModule],
  providers: [CodesService, CodesStore],
  exports: [CodesService, CodesStore],
})
export class CodesModule {}
