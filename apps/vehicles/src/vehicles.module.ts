import { Jobs, OwnDataModule, PlatformModule } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { BINDINGS, BindingsStore } from './bindings/bindings.store';
import { ConsentCodes } from './consent/consent-codes';
import { DecidingService } from './review/deciding.service';
import { EndingService } from './bindings/ending.service';
import { ImportService } from './register/import.service';
import { PEOPLE, PeopleStore } from './people/people.store';
import { ReadingService } from './bindings/reading.service';
import { RegisterService } from './register/register.service';
import { RequestingService } from './requests/requesting.service';
import { StandingsService } from './standings/standings.service';
import { USER_USE, UseStore, VEHICLE_USE } from './bindings/use.store';
import { VehiclesController } from './vehicles.controller';
import { VEHICLES, VehiclesStore } from './register/vehicles.store';

const EXPIRE_EVERY_MS = 2_000;
const SEND_EVERY_MS = 2_000;
import { OWN_DATA } from './own-data';

@Module({
  imports: [
    PlatformModule.forService('vehicles'),
    OwnDataModule.of('vehicles', OWN_DATA),
    MongooseModule.forFeature([VEHICLES, BINDINGS, USER_USE, VEHICLE_USE, PEOPLE]),
  ],
  controllers: [VehiclesController],
  providers: [
    BindingsStore,
    ConsentCodes,
    DecidingService,
    EndingService,
    ImportService,
    PeopleStore,
    ReadingService,
    RegisterService,
    RequestingService,
    StandingsService,
    UseStore,
    VehiclesStore,
  ],
})
export class VehiclesModule {
  constructor(jobs: Jobs, ending: EndingService, codes: ConsentCodes) {
    jobs.every('consents that did not come', EXPIRE_EVERY_MS, () => ending.expireConsents());
    jobs.every('consent codes to send', SEND_EVERY_MS, () => codes.sendUnsent());
  }
}
