import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { DifferencesController } from './differences.controller';
import { DifferencesService } from './differences.service';
import { DIFFERENCES, DifferencesStore } from './differences.store';

@Module({
  imports: [MongooseModule.forFeature([DIFFERENCES])],
  controllers: [DifferencesController],
  providers: [DifferencesService, DifferencesStore],
  exports: [DifferencesService],
})
export class DifferencesModule {}
