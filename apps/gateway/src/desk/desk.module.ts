import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module';
import { AccountsController } from './accounts.controller';
import { Cases } from './cases';
import { CasesController } from './cases.controller';
import { PersonsController } from './persons.controller';

/** What an officer does for people who come to a desk, and finds for them. */
@Module({
  imports: [HttpModule],
  controllers: [AccountsController, CasesController, PersonsController],
  providers: [Cases],
})
export class DeskModule {}
