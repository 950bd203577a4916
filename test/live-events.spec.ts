import {
  api,
  bind,
  Citizen,
  closed,
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
  replaced,
  stack,
  staff,
} from './support';

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
