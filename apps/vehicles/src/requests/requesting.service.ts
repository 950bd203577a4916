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
import { bindingStep } from '../bindings/binding-step';
import { bindingView } from '../bindings/binding.view';
import { BindingsStore } from '../bindings/bindings.store';
import { withMismatch, withRequest } from '../bindings/quotas.rules';
import { UseStore } from '../bindings/use.store';
import { ConsentCodes } from '../consent/consent-codes';
import { PeopleStore } from '../people/people.store';
import { VehiclesStore } from '../register/vehicles.store';
import type { VehicleDocument } from '../register/vehicles.types';
import { StandingsService } from '../standings/standings.service';
import { checkBindingForm } from './binding-form.rules';
import { matchesRegister } from './matching.rules';
import { checkRequest, newBinding, notMatched, type RequestAttempt } from './requests.rules';

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
    if ('notMatched' in outcome) throw notMatched();
    if (body.relation === 'other') await this.codes.sendSoon(outcome.binding.bindingId);
    return outcome.binding;
  }

  /** Before the transaction: what identity and the ledger say now. */
  private async askOwners(accountId: string, body: BindingBody): Promise<Asked> {
    const person = await this.people.ask(accountId);
    if (body.relation === 'own') return { person, documents: [] };
    const plateId = this.lookup.vehicleId(body.plateType, body.plateNumber);
    const vehicleId = (await this.vehicles.ofPlate(plateId))?._id ?? plateId;
    const [{ documents }] = await Promise.all([
      this.client.ask('documents.check', { accountId, documentIds: body.documentIds ?? [] }),
      this.standings.refresh({ accountId, vehicleId }),
    ]);
    return { person, documents };
  }

  private async requestIn(
    session: ClientSession,
    { caller: { accountId }, body }: RequestBinding,
    { person, documents }: Asked,
  ): Promise<Outcome> {
    const { relation } = body;
    const now = this.clock.now();
    const realNow = new Date();
    const plateId = this.lookup.vehicleId(body.plateType, body.plateNumber);
    const vehicle = await this.vehicles.ofPlate(plateId, session);
    const vehicleId = vehicle?._id ?? plateId;
    const user = await this.use.ofUser(accountId, session);
    const vehicleUse = await this.use.ofVehicle(vehicleId, session);
    const hasBinding = (await this.bindings.livePair(accountId, vehicleId, session)) !== null;
    const detailsMatch = this.matches(vehicle, body, person);
    const attempt: RequestAttempt = {
      relation,
      person,
      user,
      vehicleUse,
      vehicle,
      detailsMatch,
      documents,
      hasBinding,
      policy: this.policy,
      now,
      realNow,
    };

    const refusal = checkRequest(attempt);
    if (refusal?.code === 'VEHICLE_NOT_MATCHED') {
      await this.use.saveUser(withMismatch(user, realNow), session);
      return { notMatched: true };
    }
    accepted(refusal);
    if (relation === 'other') await this.use.saveUser(withRequest(user, now), session);
    // Touched, so that a suspension of the vehicle, or another owner, at this moment collides with the request.
    await this.use.saveVehicle(vehicleUse, session);
    const requested = newBinding(attempt, body, { bindingId: newId('bnd'), accountId });
    const binding = await this.bindings.save(requested, session);
    const type = relation === 'own' ? 'binding.activated' : 'binding.requested';
    await this.outbox.add(session, bindingStep(type, binding, now));
    return { binding: bindingView(binding) };
  }

  private matches(
    register: VehicleDocument | null,
    body: BindingBody,
    { personKey }: Person,
  ): boolean {
    const engineKey = this.vehicles.engineEndKey(body.engineNumberLast6);
    const ownerKey = this.vehicles.ownerKey(body);
    const claim = { relation: body.relation, engineKey, ownerKey, personKey };
    return matchesRegister(register, claim, constantTimeEqual);
  }
}
