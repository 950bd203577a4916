import { Module } from '@nestjs/common';
import { BindingsModule } from '../bindings/bindings.module';
import { PeopleModule } from '../people/people.module';
import { RegisterModule } from '../register/register.module';
import { SharingModule } from '../sharing/sharing.module';
import { ClosingController } from './closing.controller';
import { ClosingService } from './closing.service';

/** What ends here when an account is closed. rules.md §1.closing. */
@Module({
  imports: [BindingsModule, PeopleModule, RegisterModule, SharingModule],
  controllers: [ClosingController],
  providers: [ClosingService],
})
export class ClosingModule {}
