import {
  accepted,
  refuse,
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
import { bindingAnswer, bindingStep } from '../bindings/binding.view';
import {
  checkApplicant,
  checkPapers,
  checkVehicle,
  type BindingRecord,
} from '../bindings/bindings.rules';
import { BindingsStore } from '../bindings/bindings.store';
import { checkBindingForm } from './binding-form.rules';
import { ConsentCodes } from '../consent/consent-codes';
import { firstCode } from '../consent/consent.rules';
import { isMatch } from './matching.rules';
import { PeopleStore } from '../people/people.store';
import { checkMismatches, checkQuotas, withMismatch, withRequest } from '../bindings/quotas.rules';
import { StandingsService } from '../standings/standings.service';
import { UseStore } from '../bindings/use.store';
import { VehiclesStore, type VehicleRow } from '../register/vehicles.store';

interface Asked {
  person: Person;
  documents: { kind: DocumentKind }[];
}

/** A refusal that leaves a trace: what it counts must commit, so it leaves the transaction as a value. */
type Outcome = { binding: Binding } | { notMatched: true };

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
    private readonly policy: Policy,
    private readonly lookup: LookupKeys,
    private readonly clock: DomainClock,
    private readonly client: MessagingClient<Requests>,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox<Events>,
  ) {}

  async request(command: RequestBinding): Promise<Binding> {
    const { caller, idempotency, body } = command;
    accepted(checkBindingForm(body));
    const asked = await this.askOwners(caller.accountId, body);
    const outcome = await this.idempotency.run(idempotency, (session) =>
      this.requestIn(session, command, asked),
    );
    if ('notMatched' in outcome) throw refuse('VEHICLE_NOT_MATCHED');
    if (body.relation === 'other') await this.codes.sendSoon(outcome.binding.bindingId);
    return outcome.binding;
  }

  /** Before the transaction: what identity and the ledger say now. */
  private async askOwners(accountId: string, body: BindingBody): Promise<Asked> {
    const person = await this.people.ask(accountId);
    if (body.relation === 'own') return { person, documents: [] };
    const vehicleId = this.lookup.vehicleId(body.plateType, body.plateNumber);
    const licenceId = person.licence?.licenceId;
    const [{ documents }] = await Promise.all([
      this.client.ask('documents.check', { accountId, documentIds: body.documentIds ?? [] }),
      this.standings.refresh({
        accountId,
        vehicleId,
        ...(licenceId !== undefined && { licenceId }),
      }),
    ]);
    return { person, documents };
  }

  private async requestIn(
    session: ClientSession,
    { caller, body }: RequestBinding,
    { person, documents }: Asked,
  ): Promise<Outcome> {
    const { relation } = body;
    const now = this.clock.now();
    const vehicleId = this.lookup.vehicleId(body.plateType, body.plateNumber);
    const user = await this.use.ofUser(caller.accountId, session);
    const vehicleUse = await this.use.ofVehicle(vehicleId, session);
    const register = await this.vehicles.find(vehicleId, session);
    const { standing } = user;

    accepted(
      checkApplicant(
        {
          identityVerified: person.identityStatus === 'verified',
          hasLicence: person.licence !== null,
          standing,
        },
        relation,
      ),
    );
    accepted(checkMismatches(user, new Date()));
    const isRight = this.matches(register, body, person);
    if (!register || !isRight) {
      await this.use.saveUser(withMismatch(user, new Date()), session);
      return { notMatched: true };
    }
    accepted(checkVehicle({ ...register, standing: vehicleUse.standing }, relation));
    accepted(checkPapers(documents, relation));
    if (await this.bindings.livePair(caller.accountId, vehicleId, session)) {
      throw refuse('BINDING_EXISTS');
    }
    const binding = this.newBinding(caller.accountId, body, register, now);
    if (relation === 'other') {
      accepted(checkQuotas(user, vehicleUse, this.policy, now));
      await this.use.saveUser(withRequest(user, now), session);
    }
    // Touched, so that a suspension of the vehicle, or another owner, heard of at this moment collides with the request.
    await this.use.saveVehicle({ ...vehicleUse, version: vehicleUse.version + 1 }, session);
    await this.bindings.save(binding, session);
    const type = relation === 'own' ? 'binding.activated' : 'binding.requested';
    await this.outbox.add(session, bindingStep(type, binding, now));
    return { binding: bindingAnswer(binding) };
  }

  private matches(register: VehicleRow | null, body: BindingBody, person: Person): boolean {
    const engineKey = this.vehicles.engineEndKey(body.engineNumberLast6);
    const isOwner = register?.ownerPersonKey === person.personKey;
    if (body.relation === 'own') {
      const known = register && {
        engineKey: register.engineEndKey,
        ownerKey: register.ownerPersonKey,
      };
      return isMatch(
        known ?? undefined,
        { engineKey, ownerKey: person.personKey ?? '' },
        constantTimeEqual,
      );
    }
    const known = register ? this.vehicles.detailsOf(register) : undefined;
    const ownerKey = this.vehicles.ownerKey(body);
    return isMatch(known, { engineKey, ownerKey }, constantTimeEqual) && !isOwner;
  }

  private newBinding(
    accountId: string,
    body: BindingBody,
    vehicle: VehicleRow,
    now: Date,
  ): BindingRecord {
    const isOwn = body.relation === 'own';
    const { relationNote } = body;
    return {
      _id: newId('bnd'),
      accountId,
      vehicleId: vehicle._id,
      plateNumber: vehicle.plateNumber,
      ownerPersonKey: vehicle.ownerPersonKey,
      relation: body.relation,
      status: isOwn ? 'active' : 'pending_consent',
      live: true,
      ...(relationNote !== undefined && { relationNote }),
      documentIds: body.documentIds ?? [],
      requestedAt: now,
      ...(isOwn
        ? { activeSince: now }
        : {
            consentExpiresAt: new Date(now.getTime() + this.policy.bindingConsentHours * 3_600_000),
            consentCode: firstCode(new Date()),
          }),
      timeline: [{ at: now.toISOString(), what: isOwn ? 'active' : 'requested' }],
      version: 1,
    };
  }
}
