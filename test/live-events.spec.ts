import type { Notification, Page } from '@demerit/contracts';
import { newViolationOf } from '../tools/dev/city/newcomers';
import { correctViolation } from '../tools/dev/city/office';
import {
  api,
  askForCar,
  bind,
  Citizen,
  closed,
  dayAgo,
  decideVerification,
  eventually,
  kill,
  logIn,
  newCar,
  newcomer,
  newDriver,
  newViolation,
  ok,
  pidOf,
  ready,
  registerLicence,
  registerVehicle,
  registerViolation,
  replaced,
  soldTo,
  stack,
  staff,
} from './support';
import { disputing } from './support/disputes';
import { companyCar, delegate, newOrganisationCode } from './support/organisations';

/** A gateway starts anew meanwhile. */
jest.setTimeout(60_000);

interface LiveEvent {
  id: string;
  type: string;
  data: Record<string, unknown>;
}

/** Reads the caller's events until it is stopped, as a page would. */
class Listener {
  readonly received: LiveEvent[] = [];
  /** As a browser keeps it: signs of life count too. */
  lastEventId: string | undefined;
  private readonly stopping = new AbortController();

  static async open(accessToken: string, lastEventId?: string): Promise<Listener> {
    const listener = new Listener();
    const response = await fetch(`${stack().gatewayUrl}/v1/me/events`, {
      headers: {
        authorization: `Bearer ${accessToken}`,
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
      signal: listener.stopping.signal,
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    if (response.body) void listener.read(response.body).catch(() => undefined);
    return listener;
  }

  stop(): void {
    this.stopping.abort();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    for await (const part of body) {
      const events = (text + decoder.decode(part, { stream: true })).split('\n\n');
      text = events.pop() ?? '';
      this.received.push(...events.map(readEvent).filter((event) => event !== undefined));
      this.lastEventId =
        /^id: (.*)$/m.exec(events.findLast((event) => /^id: /m.test(event)) ?? '')?.[1] ??
        this.lastEventId;
    }
  }
}

function readEvent(text: string): LiveEvent | undefined {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1];
  const [id, type, data] = [field('id'), field('event'), field('data')];
  if (id === undefined || type === undefined || data === undefined) return undefined;
  return { id, type, data: JSON.parse(data) as Record<string, unknown> };
}

/** Somebody new whose token is at hand, since a number gets one code a minute. */
async function newListeningDriver(): Promise<{ driver: Citizen; token: string }> {
  const who = newcomer();
  const { accessToken: token, accountId } = await logIn(api(), who.phone);
  const driver = new Citizen(api().as(token), who, accountId);
  await registerLicence(await staff('registrar'), who.registry);
  await driver.submitIdentity();
  await decideVerification(await staff('reviewer'), accountId);
  await driver.claimLicence();
  return { driver, token };
}

describe('events as they happen', () => {
  const listeners: Listener[] = [];
  afterEach(() => listeners.splice(0).forEach((listener) => listener.stop()));

  async function listen(token: string, lastEventId?: string): Promise<Listener> {
    const listener = await Listener.open(token, lastEventId);
    listeners.push(listener);
    return listener;
  }

  it('§7.live.steps: given a driver who listens, when they accept and pay, then they hear each step, after a break too, and nobody else does', async () => {
    const { driver, token } = await newListeningDriver();
    const stranger = await listen((await logIn(api(), newcomer().phone)).accessToken);
    const violationId = await newViolation(await newCar(driver), { points: 3 });
    const listener = await listen(token);

    const { handlingId } = await driver.acceptAndPay(violationId);

    const stepsReceivedBy = ({ received }: Listener) =>
      received.filter(({ data }) => data['handlingId'] === handlingId);
    await eventually(() => stepsReceivedBy(listener).length >= 4);
    const steps = stepsReceivedBy(listener);
    expect(steps.map(({ type }) => type).sort()).toEqual([
      'handling.closed',
      'payment.settled',
      'points.recorded',
      'violation.decided',
    ]);
    expect(steps.some(({ data }) => 'ownerKey' in data)).toBe(false);

    const again = await listen(token, steps[0]?.id);
    await eventually(() => stepsReceivedBy(again).length >= 3);
    expect(stepsReceivedBy(again)).toEqual(steps.slice(1));
    expect(stepsReceivedBy(stranger)).toEqual([]);
  });

  it('§7.live.notified: given an owner who listens, when somebody asks for their car, a violation of it is published, and accepted, then they hear each, and nothing of the driver’s', async () => {
    const { driver: owner, token } = await newListeningDriver();
    const driver = await newDriver();
    const car = await newCar(owner);
    const listener = await listen(token);
    const received = (type: string) =>
      eventually(() => listener.received.find((event) => event.type === type));

    const { bindingId } = await bind(driver, car, owner);
    expect((await received('binding.requested')).data).toMatchObject({
      bindingId,
      kind: 'consent_asked',
    });
    const violationId = await newViolation(car, { points: 3 });
    expect((await received('violation.published')).data).toMatchObject({ violationId });
    const { handlingId, decision } = await ok(driver.accept(violationId));
    const accepted = await received('violation.decided');
    expect(accepted.data).toMatchObject({ violationId, kind: 'accepted_on_your_car' });
    const said = JSON.stringify(listener.received);
    for (const theirs of [handlingId, decision.decisionNumber]) expect(said).not.toContain(theirs);
    await ok(driver.api.delete(`/v1/bindings/${bindingId}`));
    expect((await received('binding.released')).data).toMatchObject({ bindingId });
  });

  it('§7.live.notified §7.notice.once: given a company with two delegates, then each hears what becomes of its car, and whoever asked for it what they are told', async () => {
    const [first, second, driver] = [
      await newListeningDriver(),
      await newListeningDriver(),
      await newListeningDriver(),
    ];
    const delegates = [first, second];
    const organisationCode = newOrganisationCode();
    for (const one of delegates) await delegate(one.driver, organisationCode);
    const car = await companyCar(organisationCode);
    const { vehicleId } = car;
    const { bindingId } = await ok(askForCar(driver.driver, car));
    const consent = `/v1/bindings/${bindingId}/consent`;
    await ok(first.driver.api.post(consent, { decision: 'deny' }));

    const registrar = await staff('registrar');
    const notice = newViolationOf(car);
    const violationId = await registerViolation(registrar, notice);
    const amended = { place: '文三路与古翠路路口', reason: 'Moved' };
    await correctViolation(registrar, notice.noticeNumber, amended);
    const { disputeId } = await ok(disputing(first.driver, violationId));
    await ok(first.driver.api.delete(`/v1/disputes/${disputeId}`));
    const path = `/v1/registry/violations/${notice.noticeNumber}`;
    await ok(registrar.call('DELETE', path, { reason: 'Entered twice' }));
    await registerVehicle(registrar, soldTo(car, driver.driver, { ownerSince: dayAgo(0) }));

    const hears = async (token: string, wanted: [type: string, ids: object][]): Promise<void> => {
      // From the beginning of the log: the session was opened before anybody could listen.
      const { received } = await listen(token, '0');
      await eventually(() => {
        for (const [type, ids] of wanted)
          expect(received).toContainEqual(
            expect.objectContaining({ type, data: expect.objectContaining(ids) as unknown }),
          );
        return true;
      });
    };
    const ofCar: [string, object][] = [
      ['organisation.delegate-changed', {}],
      ['binding.requested', { bindingId }],
      ['violation.corrected', { violationId }],
      ['dispute.opened', { disputeId }],
      ['dispute.withdrawn', { disputeId }],
      ['violation.cancelled', { violationId }],
      ['vehicle.owner-changed', { vehicleId, kind: 'vehicle_lost' }],
    ];
    for (const { token } of delegates) await hears(token, ofCar);
    await hears(driver.token, [
      ['session.opened', { accountId: driver.driver.accountId }],
      ['identity.decided', { accountId: driver.driver.accountId }],
      ['binding.consent-denied', { bindingId }],
      ['vehicle.owner-changed', { vehicleId, kind: 'vehicle_gained' }],
    ]);
    const { items } = await ok(
      first.driver.api.get<Page<Notification>>('/v1/me/notifications?limit=100'),
    );
    const ofDispute = items.filter(({ about }) => about['disputeId'] === disputeId);
    expect(ofDispute.map(({ kind }) => kind)).toEqual(['dispute_withdrawn', 'dispute_opened']);
  });

  it('§7.live.missed: given a driver who was away while things happened, when the gateway was killed meanwhile, then the new one tells them what they missed, once', async () => {
    const { driver, token } = await newListeningDriver();
    const violationId = await newViolation(await newCar(driver), { points: 3 });
    const first = await listen(token);
    const { handlingId, orderId } = await ok(driver.accept(violationId));
    await eventually(() => first.received.some(({ type }) => type === 'violation.decided'));
    const lastEventId = first.lastEventId;
    first.stop();
    await driver.pay(orderId!);
    await closed(driver, handlingId);

    const before = pidOf('gateway');
    kill('gateway');
    await replaced('gateway', before);
    await ready();

    const again = await listen(token, lastEventId);
    await eventually(() => again.received.length >= 3);
    expect(again.received.map(({ type }) => type).sort()).toEqual([
      'handling.closed',
      'payment.settled',
      'points.recorded',
    ]);
    const rest = await listen(token, again.lastEventId);
    await eventually(() => rest.lastEventId !== undefined);
    expect(rest.received).toEqual([]);
  });
});
