import { Broadcast } from '@demerit/messaging';
import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { InternalHttp } from './internal-http';
import { Denials } from './logins/denials';
import { Keys } from './logins/keys';
import { Logins } from './logins/logins';
import { ProblemsFilter } from './responses/problems.filter';
import { Services } from './services';

/**
 * What the routes of every noun need: whom to ask, whose token is good, and how a refusal is answered. It is imported after the platform's module, since of
 * the filters for everything Nest asks the one that is bound last, and messaging binds one too.
 */
@Module({
  providers: [
    Services,
    InternalHttp,
    Keys,
    Broadcast,
    Denials,
    Logins,
    { provide: APP_FILTER, useClass: ProblemsFilter },
  ],
  exports: [Services, InternalHttp, Keys, Denials, Logins],
})
export class HttpModule {}
