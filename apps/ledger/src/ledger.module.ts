import { OwnDataModule, PlatformModule } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { Accounts } from './account/accounts';
import { Books } from './reservations/case-files';
import { CycleEndingsService } from './roll-over/cycle-endings.service';
import { CYCLES, CyclesStore } from './limits/cycles.store';
import { EducationController } from './education/education.controller';
import { EducationService } from './education/education.service';
import { STUDIES, StudiesStore } from './education/studies.store';
import { ENTRIES, EntriesStore } from './account/entries.store';
import { LedgerEventsController, LedgerRequestsController } from './reservations/reservations.controller';
import { LicencesService } from './statement/statement.service';
import { LICENCES, LicencesStore } from './account/licences.store';
import { ReservationsService } from './reservations/reservations.service';
import { ATTEMPTS, RESERVATIONS, ReservationsStore } from './reservations/reservations.store';
import { ReviewService } from './review/review.service';
import { RollOverService } from './roll-over/roll-over.service';
import { CASES, CasesStore } from './sanctions/cases.store';
import { OFFENDERS, OffendersStore } from './sanctions/offenders.store';
import { SanctionsController } from './sanctions/sanctions.controller';
import { SanctionsService } from './sanctions/sanctions.service';
import { TARGETS, TargetsStore } from './review/targets.store';
import { VEHICLES, VehiclesStore } from './limits/vehicles.store';
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
