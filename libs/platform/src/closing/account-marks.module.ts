import { ClosingOf, type Nothing, type Service } from '@demerit/contracts';
import { Controller, Module, type DynamicModule, type Type } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { MongooseModule } from '@nestjs/mongoose';
import { ACCOUNT_MARKS, AccountMarks } from './account-marks.store';

/** The marks of a service, which answers `<service>.closing-taken-back`. */
@Module({})
export class AccountMarksModule {
  static of(service: Service): DynamicModule {
    return {
      module: AccountMarksModule,
      global: true,
      imports: [MongooseModule.forFeature([ACCOUNT_MARKS])],
      controllers: [takingBackController(service)],
      providers: [AccountMarks],
      exports: [AccountMarks],
    };
  }
}

function takingBackController(service: Service): Type {
  @Controller()
  class TakingBackController {
    constructor(private readonly marks: AccountMarks) {}

    @MessagePattern(`${service}.closing-taken-back`)
    async takeBack(@Payload() { accountId }: ClosingOf): Promise<Nothing> {
      await this.marks.takeBack(accountId);
      return {};
    }
  }
  return TakingBackController;
}
