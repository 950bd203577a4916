import {
  AccountOf,
  AdvanceClock,
  CheckDocuments,
  ClaimLicence,
  CodeBody,
  DecideVerification,
  GetLicenceHolder,
  GetPerson,
  ListNotifications,
  ListOfCaller,
  ListVerifications,
  NotificationOf,
  Query,
  RefreshBody,
  RegisterLicence,
  SendSms,
  SessionBody,
  SessionOf,
  SetRoles,
  SubmitIdentity,
} from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { AccountsService } from './people/people.service';
import { ClockService } from './clock/clock.service';
import { DocumentsService } from './documents/documents.service';
import { LicencesService } from './licences/licences.service';
import { NotificationsService } from './notifications/notifications.service';
import { CodesService } from './sessions/codes.service';
import { SessionsService } from './sessions/sessions.service';
import { Tokens } from './sessions/tokens';
import { SmsService } from './sms/sms.service';
import { VerificationService } from './verification/verification.service';

/** What identity is asked. The answers' shapes: `IdentityReplies`. */
@Controller()
export class IdentityController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly clock: ClockService,
    private readonly codes: CodesService,
    private readonly documents: DocumentsService,
    private readonly licences: LicencesService,
    private readonly notifications: NotificationsService,
    private readonly sessions: SessionsService,
    private readonly sms: SmsService,
    private readonly tokens: Tokens,
    private readonly verifications: VerificationService,
  ) {}

  @MessagePattern('code.request')
  requestCode(@Payload() { phone }: CodeBody) {
    return this.codes.request(phone);
  }

  @MessagePattern('session.open')
  openSession(@Payload() body: SessionBody) {
    return this.sessions.open(body);
  }

  @MessagePattern('session.refresh')
  refreshSession(@Payload() { refreshToken }: RefreshBody) {
    return this.sessions.refresh(refreshToken);
  }

  @MessagePattern('session.list')
  listSessions(@Payload() query: ListOfCaller) {
    return this.sessions.list(query);
  }

  @MessagePattern('session.end')
  endSession(@Payload() command: SessionOf) {
    return this.sessions.end(command);
  }

  @MessagePattern('jwks.get')
  jwks() {
    return this.tokens.jwks();
  }

  @MessagePattern('account.me')
  me(@Payload() { caller }: Query) {
    return this.accounts.me(caller);
  }

  @MessagePattern('own-data.begin')
  beginOwnData(@Payload() { caller }: Query) {
    return this.accounts.beginOwnData(caller);
  }

  @MessagePattern('person.get')
  person(@Payload() { accountId }: GetPerson) {
    return this.accounts.person(accountId);
  }

  @MessagePattern('roles.set')
  setRoles(@Payload() command: SetRoles) {
    return this.accounts.setRoles(command);
  }

  @MessagePattern('identity.submit')
  submitIdentity(@Payload() command: SubmitIdentity) {
    return this.verifications.submit(command);
  }

  @MessagePattern('verification.list')
  listVerifications(@Payload() query: ListVerifications) {
    return this.verifications.list(query);
  }

  @MessagePattern('verification.get')
  verification(@Payload() query: AccountOf) {
    return this.verifications.get(query);
  }

  @MessagePattern('verification.decide')
  decideVerification(@Payload() command: DecideVerification) {
    return this.verifications.decide(command);
  }

  @MessagePattern('licence.register')
  registerLicence(@Payload() command: RegisterLicence) {
    return this.licences.register(command);
  }

  @MessagePattern('licence.claim')
  claimLicence(@Payload() command: ClaimLicence) {
    return this.licences.claim(command);
  }

  @MessagePattern('licence.holder')
  licenceHolder(@Payload() { licenceId }: GetLicenceHolder) {
    return this.licences.holder(licenceId);
  }

  @MessagePattern('documents.check')
  checkDocuments(@Payload() question: CheckDocuments) {
    return this.documents.check(question);
  }

  @MessagePattern('notification.list')
  listNotifications(@Payload() query: ListNotifications) {
    return this.notifications.list(query);
  }

  @MessagePattern('notification.read')
  readNotification(@Payload() command: NotificationOf) {
    return this.notifications.read(command);
  }

  @MessagePattern('sms.send')
  sendSms(@Payload() message: SendSms) {
    return this.sms.send(message);
  }

  @MessagePattern('sms.list')
  listSms(@Payload() { phone }: CodeBody) {
    return this.sms.list(phone);
  }

  @MessagePattern('clock.get')
  clockState() {
    return this.clock.get();
  }

  @MessagePattern('clock.advance')
  advanceClock(@Payload() command: AdvanceClock) {
    return this.clock.advance(command);
  }
}
