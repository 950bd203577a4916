import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { DenialsController } from './denials.controller';
import { DENIALS, DenialsStore } from './denials.store';

/** Which access tokens are refused before they end. */
@Module({
  imports: [MongooseModule.forFeature([DENIALS])],
  controllers: [DenialsController],
  providers: [DenialsStore],
  exports: [DenialsStore],
})
export class DenialsModule {}
