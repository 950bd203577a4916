import {
  accepted,
  type Binding,
  type BindingBody,
  type DocumentKind,
  type Events,
  type Person,
  Policy,
  type RequestBinding,
  type Requests,
} from '@demerit/contracts';
import { Idempotency, MessagingClient, Outbox } from '@demerit/messaging';
import { constantTimeEqual, DomainClock, LookupKeys, newId } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { bindingRequested, bindingStep } from '../bindings/binding-step';
import { bindingView } from '../bindings/binding.view';
import { BindingsStore } from '../bindings/bindings.store';
import { withMismatch, withRequest } from '../bindings/quotas.rules';
import { UseStore } from '../bindings/use.store';
import { ConsentCodes } from '../consent/consent-codes';
import { OwnerMessagesStore } from '../consent/owner-messages.store';
import { PeopleStore } from '../people/people.store';
import { isMobile } from '../register/entries.rules';
import { VehiclesStore } from '../register/vehicles.store';
import type { VehicleDocument } from '../register/vehicles.types';
import { ShareCodesStore } from '../sharing/share-codes.store';
import { isGoodFor } from '../sharing/sharing.rules';
import type { ShareCodeDocument } from '../sharing/sharing.types';
import { StandingsService } from '../standings/standings.service';
import { wantedVehicle, type Details, type Wanted } from './binding-form.rules';
import { matchesRegister, type Claim } from './matching.rules';
import {
  checkRequest,
  newBinding,
  notMatched,
  shareCodeInvalid,
  type RequestAttempt,
} from './requests.rules';

interface Asked {
  wanted: Wanted;
  /** Whether whoever shares the vehicle by the code that is brought acts for its owner still. */
  isSharersStill: boolean;
  person: Person;
  documents: { kind: DocumentKind }[];
}

/** A refusal that leaves a trace: what it counts must commit, so it leaves the transaction as a value. */
type Outcome = { binding: Binding } | { notMatched: true } | { codeInvalid: true };

/** The vehicle that a request names: of the register, or the id that its plate would have there. */
interface Named {
  vehicleId: string;
  vehicle: VehicleDocument | null;
  isRight: boolean;
  /** By which it is named; absent where that is its details, or no code that is alive. */
  shareCode: ShareCodeDocument | null;
}

/** Asking for a vehicle: the guards in one column, then the binding. rules.md §2. */
@Injectable()
export class RequestingService {
  constructor(
    private readonly vehicles: VehiclesStore,
    private readonly bindings: BindingsStore,
    private readonly use: UseStore,
    private readonly people: PeopleStore,
    private readonly standings: StandingsService,
    private readonly codes: ConsentCodes,
    private readonly messages: OwnerMessagesStore,
    private readonly shareCodes: ShareCodesStore,
    private readonly policy: Policy,
    private readonly lookup: LookupKeys,
    private readonly clock: DomainClock,
    private readonly client: MessagingClient<Requests>,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox<Events>,
  ) {}

  async request(command: RequestBinding): Promise<Binding> {
    const { caller, idempotency, body } = command;
    const wanted = accepted(wantedVehicle(body));
    const outcome = await this.idempotency.runAsking(
      idempotency,
      () => this.askOwners(caller.accountId, body, wanted),
      (session, asked) => this.requestIn(session, command, asked),
    );
    if ('notMatched' in outcome) throw notMatched();
    if ('codeInvalid' in outcome) throw shareCodeInvalid();
    if (outcome.binding.status === 'pending_consent')
      await this.codes.sendSoon(outcome.binding.bindingId);
    return outcome.binding;
  }

  /** Before the transaction: what identity and the ledger say now. */
  private async askOwners(accountId: string, body: BindingBody, wanted: Wanted): Promise<Asked> {
    const person = await this.people.ask(accountId);
    if (body.relation === 'own') return { wanted, isSharersStill: false, person, documents: [] };
    const code = 'shareCode' in wanted ? await this.shareCodes.find(wanted.shareCode) : null;
    const vehicleId = 'details' in wanted ? await this.vehicleIdOf(wanted.details) : code?._id;
    const [{ documents }, , isSharersStill] = await Promise.all([
      this.client.ask('documents.check', { accountId, documentIds: body.documentIds ?? [] }),
      this.standings.refresh({ accountId, ...(vehicleId !== undefined && { vehicleId }) }),
      code !== null && this.people.actsAs(code.ownerKey, code.accountId),
    ]);
    return { wanted, isSharersStill, person, documents };
  }

  private async vehicleIdOf(details: Details): Promise<string> {
    const plateId = this.plateIdOf(details);
    return (await this.vehicles.ofPlate(plateId))?._id ?? plateId;
  }

  private async requestIn(
    session: ClientSession,
    { caller: { accountId }, body }: RequestBinding,
    asked: Asked,
  ): Promise<Outcome> {
    const { relation } = body;
    const { wanted, person, documents } = asked;
    const now = this.clock.now();
    const realNow = new Date();
    const named = await this.named(session, asked, relation, realNow);
    const { vehicleId, vehicle, isRight, shareCode } = named;
    const user = await this.use.ofUser(accountId, session);
    const vehicleUse = await this.use.ofVehicle(vehicleId, session);
    const hasBinding = (await this.bindings.livePair(accountId, vehicleId, session)) !== null;
    const mayMessageOwner =
      vehicle !== null &&
      isMobile(this.vehicles.ownerPhone(vehicle)) &&
      (await this.messages.mayMessage(vehicle.ownerKey, now, session));
    const attempt: RequestAttempt = {
      relation,
      person,
      user,
      vehicleUse,
      vehicle,
      namedBy: 'shareCode' in wanted ? 'shareCode' : 'details',
      isRight,
      documents,
      mayMessageOwner,
      hasBinding,
      policy: this.policy,
      now,
      realNow,
    };

    const refusal = checkRequest(attempt);
    if (refusal?.code === 'VEHICLE_NOT_MATCHED' || refusal?.code === 'SHARE_CODE_INVALID') {
      await this.use.saveUser(withMismatch(user, realNow), session);
      return refusal.code === 'SHARE_CODE_INVALID' ? { codeInvalid: true } : { notMatched: true };
    }
    accepted(refusal);
    // One's own too, so that a request at the moment of closing collides with it.
    await this.use.saveUser(relation === 'other' ? withRequest(user, now) : user, session);
    // Touched, so that a suspension of the vehicle, or another owner, at this moment collides with the request.
    await this.use.saveVehicle(vehicleUse, session);
    const requested = newBinding(attempt, body, { bindingId: newId('bnd'), accountId });
    const binding = await this.bindings.save(requested, session);
    if (shareCode) await this.shareCodes.useUp(shareCode, session);
    if (binding.consentCode) await this.messages.count(binding.ownerKey, now, session);
    const step =
      relation === 'own'
        ? bindingStep('binding.activated', binding, now)
        : bindingRequested(binding, now);
    await this.outbox.add(session, step);
    return { binding: bindingView(binding) };
  }

  private async named(
    session: ClientSession,
    { wanted, isSharersStill, person }: Asked,
    relation: Claim['relation'],
    realNow: Date,
  ): Promise<Named> {
    if ('details' in wanted) {
      const plateId = this.plateIdOf(wanted.details);
      const vehicle = await this.vehicles.ofPlate(plateId, session);
      const isRight = this.matches(vehicle, wanted.details, relation, person);
      return { vehicleId: vehicle?._id ?? plateId, vehicle, isRight, shareCode: null };
    }
    const shareCode = await this.shareCodes.find(wanted.shareCode, session);
    const vehicle = shareCode && (await this.vehicles.find(shareCode._id, session));
    const isRight = isGoodFor(person, shareCode, isSharersStill, vehicle, realNow);
    return { vehicleId: shareCode?._id ?? '', vehicle, isRight, shareCode };
  }

  private plateIdOf({ plateType, plateNumber }: Details): string {
    return this.lookup.vehicleId(plateType, plateNumber);
  }

  private matches(
    register: VehicleDocument | null,
    details: Details,
    relation: Claim['relation'],
    { personKey }: Person,
  ): boolean {
    const engineKey = this.vehicles.engineEndKey(details.engineNumberLast6);
    const ownerProofKey = this.vehicles.ownerProofKey(details);
    const claim = { relation, engineKey, ownerProofKey, personKey };
    return matchesRegister(register, claim, constantTimeEqual);
  }
}
