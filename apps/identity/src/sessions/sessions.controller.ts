import {
  EndSessions,
  ListOfCaller,
  ListSessions,
  OpenSession,
  OpenWithSecondFactor,
  RefreshBody,
  RequestCode,
  SessionOf,
  type RequestType,
} from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { CodesService } from '../codes/codes.service';
import { AccountSessionsService } from './account-sessions.service';
import { SessionsService } from './sessions.service';
import { Tokens } from './tokens';

@Controller()
export class SessionsController {
  constructor(
    private readonly codes: CodesService,
    private readonly sessions: SessionsService,
    private readonly ofAccounts: AccountSessionsService,
    private readonly tokens: Tokens,
  ) {}

  @MessagePattern<RequestType>('code.request')
  requestCode(@Payload() { phone, address }: RequestCode) {
    return this.codes.request(phone, address);
  }

  @MessagePattern<RequestType>('session.open')
  open(@Payload() command: OpenSession) {
    return this.sessions.open(command);
  }

  @MessagePattern<RequestType>('session.open-with-second-factor')
  openWithSecondFactor(@Payload() command: OpenWithSecondFactor) {
    return this.sessions.openWithSecondFactor(command);
  }

  @MessagePattern<RequestType>('session.refresh')
  refresh(@Payload() { refreshToken }: RefreshBody) {
    return this.sessions.refresh(refreshToken);
  }

  @MessagePattern<RequestType>('session.list')
  list(@Payload() query: ListOfCaller) {
    return this.sessions.list(query);
  }

  @MessagePattern<RequestType>('session.end')
  end(@Payload() command: SessionOf) {
    return this.sessions.end(command);
  }

  @MessagePattern<RequestType>('account-session.list')
  listOfAccount(@Payload() query: ListSessions) {
    return this.ofAccounts.list(query);
  }

  @MessagePattern<RequestType>('account-session.end')
  endOfAccount(@Payload() command: EndSessions) {
    return this.ofAccounts.end(command);
  }

  @MessagePattern<RequestType>('jwks.get')
  jwks() {
    return this.tokens.jwks();
  }
}
