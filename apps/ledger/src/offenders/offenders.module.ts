import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { OFFENDERS, OffendersStore } from './offenders.store';

/** The sanctions in force against a person: cases write them, study reads them. */
@Module({
  imports: [MongooseModule.forFeature([OFFENDERS])],
  providers: [OffendersStore],
  exports: [OffendersStore],
})
export class OffendersModule {}
