import {
  accepted,
  refuse,
  type AccountFound,
  type Caller,
  type DeskLicence,
  type OpenLicence,
  type SearchAccount,
  type SearchLicence,
  wording,
} from '@demerit/contracts';
import { AuditStore, LookupKeys, mask } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { AccountsStore } from '../accounts/accounts.store';
import type { AccountDocument } from '../accounts/accounts.types';
import { LicencesStore } from '../licences/licences.store';
import type { LicenceDocument } from '../licences/licences.types';
import { PeopleService } from '../people/people.service';
import { VerificationStore } from '../identities/verification.store';
import { checkOneOf, presentOf } from './look-ups.rules';

/** What staff finds by the number that somebody gives: each look-up is written down before it is answered. */
@Injectable()
export class LookUpsService {
  constructor(
    private readonly accounts: AccountsStore,
    private readonly verifications: VerificationStore,
    private readonly licences: LicencesStore,
    private readonly people: PeopleService,
    private readonly audit: AuditStore,
    private readonly lookup: LookupKeys,
  ) {}

  async account({ caller, by }: SearchAccount): Promise<AccountFound> {
    accepted(checkOneOf({ ...by }, ['phone', 'idNumber']));
    const account = await this.accountBy(by);
    if (!account) throw refuse('ACCOUNT_NOT_FOUND');
    const { _id: accountId, roles } = account;
    await this.writeDown(caller, 'account.look-up', accountId);
    const verification = await this.verifications.find(accountId);
    return {
      accountId,
      phoneMasked: this.accounts.phoneMasked(account),
      nameMasked: verification ? mask.name(this.verifications.nameOf(verification)) : null,
      roles,
    };
  }

  async licence({ caller, by }: SearchLicence): Promise<DeskLicence> {
    accepted(checkOneOf({ ...by }, ['licenceNumber', 'idNumber']));
    return this.shown(caller, await this.licenceBy(by));
  }

  async open({ caller, licenceId }: OpenLicence): Promise<DeskLicence> {
    return this.shown(caller, await this.licences.find(licenceId));
  }

  private async accountBy({
    phone,
    idNumber = '',
  }: SearchAccount['by']): Promise<AccountDocument | undefined> {
    if (phone !== undefined) return this.accounts.findByPhone(phone);
    const [verified] = await this.verifications.findAllVerified([this.lookup.personKey(idNumber)]);
    return verified && this.accounts.find(verified._id);
  }

  private async licenceBy({
    licenceNumber,
    idNumber = '',
  }: SearchLicence['by']): Promise<LicenceDocument | undefined> {
    if (licenceNumber !== undefined)
      return this.licences.find(this.lookup.licenceId(licenceNumber));
    return presentOf(await this.licences.ofPerson(this.lookup.personKey(idNumber)));
  }

  private async shown(caller: Caller, row: LicenceDocument | undefined): Promise<DeskLicence> {
    if (!row) throw refuse('LICENCE_NOT_FOUND', { nextStep: wording('licence.check_numbers') });
    const { _id: licenceId, personKey, accountId } = row;
    await this.writeDown(caller, 'licence.look-up', licenceId);
    const [[verified], { holds }, pointService] = await Promise.all([
      this.verifications.findAllVerified([personKey]),
      this.people.licenceNow(row),
      accountId === undefined
        ? ({ status: 'active' } as const)
        : this.people.pointService(accountId, true),
    ]);
    return {
      licenceId,
      accountId: accountId ?? null,
      name: verified ? this.verifications.nameOf(verified) : null,
      licenceNumber: this.licences.licenceNumberOf(row),
      class: row.class,
      firstIssuedOn: row.firstIssuedOn,
      validUntil: row.validUntil,
      holds,
      pointService,
    };
  }

  private async writeDown(
    { accountId: actor }: Caller,
    act: string,
    subject: string,
  ): Promise<void> {
    await this.audit.add({ actor, act, subject });
  }
}
