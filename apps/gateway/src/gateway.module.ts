import { EventLog } from '@demerit/messaging';
import { PlatformModule } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AuditController } from './audit.controller';
import { BindingsController } from './bindings.controller';
import { DecisionsController } from './decisions.controller';
import { Dependencies } from './dependencies';
import { DisputesController } from './disputes.controller';
import { DocumentStore } from './document-store';
import { DocumentsController } from './documents.controller';
import { EducationController } from './education.controller';
import { EventStream } from './event-stream';
import { EventsController } from './events.controller';
import { GatewayConfig } from './gateway.config';
import { HandlingsController } from './handlings.controller';
import { Imports } from './imports';
import { ImportsController } from './imports.controller';
import { InternalHttp } from './internal-http';
import { KeyReviewController } from './key-review.controller';
import { Keys } from './keys';
import { MeController } from './me.controller';
import { OperationsController } from './operations.controller';
import { OwnDataController } from './own-data.controller';
import { OrdersController } from './orders.controller';
import { PointsController } from './points.controller';
import { ProblemsFilter } from './problems.filter';
import { ReceiptsController } from './receipts.controller';
import { ReconciliationController } from './reconciliation.controller';
import { RegistryController } from './registry.controller';
import { ReviewsController } from './reviews.controller';
import { SanctionCasesController } from './sanction-cases.controller';
import { SandboxController } from './sandbox.controller';
import { Services } from './services';
import { SessionsController } from './sessions.controller';
import { ViolationsController } from './violations.controller';
import { WebhooksController } from './webhooks.controller';
import { WindowController } from './window.controller';

@Module({
  imports: [PlatformModule.forService('gateway', { database: false, config: GatewayConfig })],
  controllers: [
    SessionsController,
    MeController,
    DocumentsController,
    OwnDataController,
    EventsController,
    BindingsController,
    ViolationsController,
    DisputesController,
    HandlingsController,
    DecisionsController,
    WindowController,
    OrdersController,
    WebhooksController,
    ReceiptsController,
    ReconciliationController,
    PointsController,
    ReviewsController,
    KeyReviewController,
    EducationController,
    SanctionCasesController,
    RegistryController,
    ImportsController,
    AuditController,
    OperationsController,
    SandboxController,
  ],
  providers: [
    Services,
    Imports,
    InternalHttp,
    DocumentStore,
    Keys,
    EventLog,
    EventStream,
    Dependencies,
    { provide: APP_FILTER, useClass: ProblemsFilter },
  ],
})
export class GatewayModule {}
