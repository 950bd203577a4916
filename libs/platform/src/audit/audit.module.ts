import { ListAudit, type Service } from '@demerit/contracts';
import { Controller, Injectable, Module, type DynamicModule, type Type } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { MongooseModule } from '@nestjs/mongoose';
import { Retention } from '../retention/retention';
import { AUDIT, AuditStore } from './audit.store';

/** Readings are kept for a time, acts for good. */
@Injectable()
class EndOfReadings {
  constructor(audit: AuditStore, retention: Retention) {
    retention.add({ kind: 'audit_readings', end: (now) => audit.endReadings(now) });
  }
}

/** What staff did in a service, kept there; with `isListed` the service answers `<service>.audit.list` with it. */
@Module({})
export class AuditModule {
  static of(service: Service, isListed: boolean): DynamicModule {
    return {
      module: AuditModule,
      imports: [MongooseModule.forFeature([AUDIT])],
      controllers: isListed ? [auditController(service)] : [],
      providers: [AuditStore, EndOfReadings],
      exports: [AuditStore],
    };
  }
}

function auditController(service: Service): Type {
  @Controller()
  class AuditController {
    constructor(private readonly audit: AuditStore) {}

    @MessagePattern(`${service}.audit.list`)
    async list(@Payload() question: ListAudit) {
      return { items: await this.audit.list(question) };
    }
  }
  return AuditController;
}
