/** H1: Nest as it comes, on Express, with its `ValidationPipe` as its documentation shows it, and a guard for the token. */
import 'reflect-metadata';
import { DisputeBody, type Dispute } from '@demerit/contracts';
import {
  Body,
  Controller,
  Injectable,
  Module,
  Param,
  Post,
  Req,
  UnauthorizedException,
  UseGuards,
  ValidationPipe,
  type CanActivate,
  type DynamicModule,
  type ExecutionContext,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { compete } from '../contest/contestant';
import { disputeOf, Tokens, type Server, type ServerSettings } from './post';

interface Request {
  headers: { authorization?: string };
  accountId?: string;
}

@Injectable()
class TokenGuard implements CanActivate {
  constructor(private readonly tokens: Tokens) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const accountId = await this.tokens.accountOf(request.headers.authorization);
    if (accountId === undefined) throw new UnauthorizedException();
    request.accountId = accountId;
    return true;
  }
}

@Controller()
class DisputesController {
  @Post('v1/violations/:violationId/disputes')
  @UseGuards(TokenGuard)
  open(
    @Req() { accountId = '' }: Request,
    @Param('violationId') violationId: string,
    @Body() body: DisputeBody,
  ): Dispute {
    return disputeOf(accountId, violationId, body);
  }
}

@Module({})
class DisputesModule {
  static with({ jwks }: ServerSettings): DynamicModule {
    const tokens = { provide: Tokens, useValue: new Tokens(jwks) };
    return { module: DisputesModule, controllers: [DisputesController], providers: [tokens] };
  }
}

void compete(async (settings: ServerSettings): Promise<Server> => {
  const app = await NestFactory.create<NestExpressApplication>(DisputesModule.with(settings), {
    logger: ['warn', 'error'],
  });
  const strict = { whitelist: true, forbidNonWhitelisted: true, transform: true };
  app.useGlobalPipes(new ValidationPipe(strict));
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return { url: async () => url };
});
