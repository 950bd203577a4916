import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module';
import { EducationController } from './education.controller';
import { PointsController } from './points.controller';
import { SanctionCasesController } from './sanction-cases.controller';

@Module({
  imports: [HttpModule],
  controllers: [PointsController, EducationController, SanctionCasesController],
})
export class PointsModule {}
