import { AUDIT, AuditStore, PlatformModule } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { Books } from './books';
import { CYCLES, CyclesStore } from './cycles.store';
import { ENTRIES, EntriesStore } from './entries.store';
import { LedgerEventsController, LedgerRequestsController } from './ledger.controller';
import { LicencesService } from './licences.service';
import { LICENCES, LicencesStore } from './licences.store';
import { ReservationsService } from './reservations.service';
import { ATTEMPTS, RESERVATIONS, ReservationsStore } from './reservations.store';
import { ReviewService } from './review.service';
import { TARGETS, TargetsStore } from './targets.store';
import { VEHICLES, VehiclesStore } from './vehicles.store';

@Module({
  imports: [
    PlatformModule.forService('ledger', { personalData: false }),
    MongooseModule.forFeature([
      LICENCES,
      VEHICLES,
      CYCLES,
      ENTRIES,
      RESERVATIONS,
      ATTEMPTS,
      TARGETS,
      AUDIT,
    ]),
  ],
  controllers: [LedgerRequestsController, LedgerEventsController],
  providers: [
    AuditStore,
    CyclesStore,
    EntriesStore,
    LicencesStore,
    ReservationsStore,
    TargetsStore,
    VehiclesStore,
    Books,
    LicencesService,
    ReservationsService,
    ReviewService,
  ],
})
export class LedgerModule {}
