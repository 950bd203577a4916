import { PlatformModule } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { DeskModule } from './desk/desk.module';
import { GatewayConfig } from './http/gateway.config';
import { IdentityModule } from './identity/identity.module';
import { LiveModule } from './live/live.module';
import { OrganisationsModule } from './organisations/organisations.module';
import { OperationsModule } from './operations/operations.module';
import { PaymentsModule } from './payments/payments.module';
import { PointsModule } from './points/points.module';
import { RegistryModule } from './registry/registry.module';
import { SandboxModule } from './sandbox/sandbox.module';
import { StaffModule } from './staff/staff.module';
import { VehiclesModule } from './vehicles/vehicles.module';
import { ViolationsModule } from './violations/violations.module';

/** In the order in which the API document lists them. */
@Module({
  imports: [
    PlatformModule.forService('gateway', { database: false, config: GatewayConfig }),
    IdentityModule,
    LiveModule,
    OrganisationsModule,
    VehiclesModule,
    ViolationsModule,
    PaymentsModule,
    PointsModule,
    StaffModule,
    DeskModule,
    RegistryModule,
    OperationsModule,
    SandboxModule,
  ],
})
export class GatewayModule {}
