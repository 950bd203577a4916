import { EventLog } from '@demerit/messaging';
import { PlatformModule } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AuditController } from './staff/audit.controller';
import { BindingsController } from './vehicles/bindings.controller';
import { DecisionsController } from './violations/decisions.controller';
import { Dependencies } from './operations/dependencies';
import { DisputesController } from './violations/disputes.controller';
import { DocumentStore } from './identity/document-store';
import { DocumentsController } from './identity/documents.controller';
import { EducationController } from './points/education.controller';
import { EventStream } from './live/event-stream';
import { EventsController } from './live/events.controller';
import { GatewayConfig } from './http/gateway.config';
import { HandlingsController } from './violations/handlings.controller';
import { Imports } from './registry/imports';
import { ImportsController } from './registry/imports.controller';
import { InternalHttp } from './http/internal-http';
import { KeyReviewController } from './staff/key-review.controller';
import { Keys } from './http/requests/keys';
import { MeController } from './identity/me.controller';
import { OperationsController } from './operations/operations.controller';
import { OwnDataController } from './identity/own-data.controller';
import { OrdersController } from './payments/orders.controller';
import { PointsController } from './points/points.controller';
import { ProblemsFilter } from './http/responses/problems.filter';
import { ReceiptsController } from './payments/receipts.controller';
import { ReconciliationController } from './payments/reconciliation.controller';
import { RegistryController } from './registry/registry.controller';
import { ReviewsController } from './staff/reviews.controller';
import { SanctionCasesController } from './points/sanction-cases.controller';
import { SandboxController } from './sandbox/sandbox.controller';
import { Services } from './http/services';
import { SessionsController } from './identity/sessions.controller';
import { ViolationsController } from './violations/violations.controller';
import { WebhooksController } from './payments/webhooks.controller';
import { WindowController } from './staff/window.controller';

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
