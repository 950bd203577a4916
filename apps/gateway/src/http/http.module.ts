import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { InternalHttp } from './internal-http';
import { Keys } from './requests/keys';
import { ProblemsFilter } from './responses/problems.filter';
import { Services } from './services';

/** What the routes of every noun need: whom to ask, whose token is good, and how a refusal is answered. */
@Module({
  providers: [Services, InternalHttp, Keys, { provide: APP_FILTER, useClass: ProblemsFilter }],
  exports: [Services, InternalHttp, Keys],
})
export class HttpModule {}
