import { Module } from '@nestjs/common';
import { DisputesModule } from '../disputes/disputes.module';
import { RegisterModule } from '../register/register.module';
import { DocumentsNamedController } from './documents-named.controller';

/** Which documents are still needed here: docs/operations/retention.md. */
@Module({
  imports: [DisputesModule, RegisterModule],
  controllers: [DocumentsNamedController],
})
export class RetentionModule {}
