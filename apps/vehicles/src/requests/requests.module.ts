import { Module } from '@nestjs/common';
import { BindingsModule } from '../bindings/bindings.module';
import { ConsentModule } from '../consent/consent.module';
import { PeopleModule } from '../people/people.module';
import { RegisterModule } from '../register/register.module';
import { SharingModule } from '../sharing/sharing.module';
import { StandingsModule } from '../standings/standings.module';
import { RequestingService } from './requesting.service';
import { RequestsController } from './requests.controller';

/** Asking for a vehicle, one's own or another's. */
@Module({
  imports: [
    BindingsModule,
    ConsentModule,
    PeopleModule,
    RegisterModule,
    SharingModule,
    StandingsModule,
  ],
  controllers: [RequestsController],
  providers: [RequestingService],
})
export class RequestsModule {}
