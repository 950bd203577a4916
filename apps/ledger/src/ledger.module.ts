import { OwnDataModule, PlatformModule } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { Accounts } from './accounts';
import { Books } from './books';
import { CycleEndingsService } from './cycle-endings.service';
import { CYCLES, CyclesStore } from './cycles.store';
import { EducationController } from './education/education.controller';
import { EducationService } from './education/education.service';
import { STUDIES, StudiesStore } from './education/studies.store';
import { ENTRIES, EntriesStore } from './entries.store';
import { LedgerEventsController, LedgerRequestsController } from './ledger.controller';
import { LicencesService } from './licences.service';
import { LICENCES, LicencesStore } from './licences.store';
import { ReservationsService } from './reservations.service';
import { ATTEMPTS, RESERVATIONS, ReservationsStore } from './reservations.store';
import { ReviewService } from './review.service';
import { RollOverService } from './roll-over.service';
import { CASES, CasesStore } from './sanctions/cases.store';
import { OFFENDERS, OffendersStore } from './sanctions/offenders.store';
import { SanctionsController } from './sanctions/sanctions.controller';
import { SanctionsService } from './sanctions/sanctions.service';
import { TARGETS, TargetsStore } from './targets.store';
import { VEHICLES, VehiclesStore } from './vehicles.store';
import { OWN_DATA } from './own-data';

@Module({
  imports: [
    PlatformModule.forService('ledger', { personalData: false }),
    OwnDataModule.of('ledger', OWN_DATA),
    MongooseModule.forFeature([
      LICENCES,
      VEHICLES,
      CYCLES,
      ENTRIES,
      RESERVATIONS,
      ATTEMPTS,
      TARGETS,
      STUDIES,
      CASES,
      OFFENDERS,
    ]),
  ],
  controllers: [
    LedgerRequestsController,
    EducationController,
    SanctionsController,
    LedgerEventsController,
  ],
  providers: [
    CyclesStore,
    EntriesStore,
    LicencesStore,
    ReservationsStore,
    TargetsStore,
    VehiclesStore,
    CasesStore,
    OffendersStore,
    StudiesStore,
    Accounts,
    Books,
    LicencesService,
    ReservationsService,
    ReviewService,
    CycleEndingsService,
    RollOverService,
    EducationService,
    SanctionsService,
  ],
})
export class LedgerModule {}
