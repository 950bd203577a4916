/** A service with next to nothing of its own, which run-service.stack.spec.ts starts and stops as a process. */
import { setTimeout as pause } from 'node:timers/promises';
import { Controller, Get, Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { Schema } from 'mongoose';
import { PlatformModule, runService } from '../src/index';

const rowSchema = new Schema({ key: String }, { collection: 'rows' });
rowSchema.index({ key: 1 }, { name: 'key', unique: true });

@Controller()
class SlowController {
  @Get('slow')
  async slow(): Promise<{ done: true }> {
    await pause(1_500);
    return { done: true };
  }
}

@Module({
  imports: [
    PlatformModule.forService('ledger', { personalData: false }),
    MongooseModule.forFeature([{ name: 'row', schema: rowSchema }]),
  ],
  controllers: [SlowController],
})
class TrialModule {}

void runService('ledger', TrialModule);
