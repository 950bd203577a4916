import { Session } from 'node:inspector';
import { EventLog, type LoggedEvent } from '@demerit/messaging';
import type { MessageEvent } from '@nestjs/common';
import { EventStream } from './event-stream';

const LOG = new EventLog({
  service: 'gateway',
  amqpUrl: 'amqp://127.0.0.1:9',
  database: false,
  ownerOf: () => 'nobody',
});

function logged(offset: number, payload: object, messageId = `msg_${offset}`): LoggedEvent {
  return { offset, messageId, type: 'points.recorded', payload };
}

function receivedBy(stream: EventStream, accountId: string, lastEventId?: string): MessageEvent[] {
  const received: MessageEvent[] = [];
  stream.of(accountId, lastEventId).subscribe((event) => received.push(event));
  return received;
}

/** How many functions run meanwhile: how much work it is, on any machine. */
function callsDuring(work: () => void): number {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  work();
  let calls = 0;
  session.post('Profiler.takePreciseCoverage', (_error, { result }) => {
    for (const { functions } of result)
      for (const { ranges } of functions) calls += ranges[0]?.count ?? 0;
  });
  session.disconnect();
  return calls;
}

describe('events for people', () => {
  const mine = { accountId: 'acc_1' };

  it('§10.answers.offset: tell their times in China time', () => {
    const stream = new EventStream(LOG);
    const received = receivedBy(stream, 'acc_1');
    stream.publish(logged(1, { ...mine, at: '2026-03-01T00:30:00.000Z' }));
    expect(received[0]?.data).toEqual({ ...mine, at: '2026-03-01T08:30:00.000+08:00' });
  });

  it('reach whom they are about, with what concerns people', () => {
    const stream = new EventStream(LOG);
    const received = receivedBy(stream, 'acc_1');
    const theirs = receivedBy(stream, 'acc_2');
    stream.publish(logged(7, { ...mine, points: 3, ownerKey: 'person_x', version: 2 }));
    const data = { accountId: 'acc_1', points: 3 };
    expect(received).toEqual([{ id: '7', type: 'points.recorded', data }]);
    expect(theirs).toEqual([]);
  });

  it('do not reach somebody who only paid for another, nor anybody when they are about nobody', () => {
    const stream = new EventStream(LOG);
    const payer = receivedBy(stream, 'acc_2');
    stream.publish(logged(0, { ...mine, payerAccountId: 'acc_2' }));
    stream.publish(logged(1, { vehicleId: 'veh_1' }));
    expect(payer).toEqual([]);
  });

  const notice = {
    notificationId: 'ntf_1',
    kind: 'consent_asked',
    event: 'binding.requested',
    about: { bindingId: 'bnd_1', vehicleId: 'veh_1' },
    at: '2026-03-10T04:00:00.000Z',
  };
  const notified = (offset: number, ...accountIds: string[]): LoggedEvent => ({
    ...logged(offset, { people: accountIds.map((accountId) => ({ ...notice, accountId })) }),
    type: 'people.notified',
  });

  it('§7.live.notified: reach whoever is notified of them, under their own name, with what it is about and nothing else', () => {
    const stream = new EventStream(LOG);
    const [owner, other] = [receivedBy(stream, 'acc_owner'), receivedBy(stream, 'acc_2')];
    stream.publish(notified(7, 'acc_owner'));
    expect(owner).toEqual([
      {
        id: '7',
        type: 'binding.requested',
        data: {
          bindingId: 'bnd_1',
          vehicleId: 'veh_1',
          notificationId: 'ntf_1',
          kind: 'consent_asked',
          at: '2026-03-10T12:00:00.000+08:00',
        },
      },
    ]);
    expect(other).toEqual([]);
  });

  it('§7.live.missed: given an event that tells one person several things, go on in the midst of them', () => {
    const stream = new EventStream(LOG);
    const received = receivedBy(stream, 'acc_1');
    stream.publish(notified(7, 'acc_1', 'acc_2', 'acc_1', 'acc_1'));
    stream.publish(notified(7, 'acc_1', 'acc_2', 'acc_1', 'acc_1'));
    stream.publish(logged(8, mine));
    const ids = received.map(({ id }) => id);
    expect(ids).toEqual(['7.0', '7.2', '7', '8']);
    const idsSince = (id?: string) => receivedBy(stream, 'acc_1', id).map((event) => event.id);
    for (const [index, id] of ids.entries()) expect(idsSince(id)).toEqual(ids.slice(index + 1));
    expect(idsSince('6')).toEqual(ids);
    expect(idsSince('7.1')).toEqual(['7.2', '7', '8']);
  });

  it('are sent once, however often they were published', () => {
    const stream = new EventStream(LOG);
    const received = receivedBy(stream, 'acc_1');
    stream.publish(logged(0, mine, 'msg_1'));
    stream.publish(logged(1, mine, 'msg_1'));
    expect(received).toHaveLength(1);
  });

  it('go on after the last one received, at whichever gateway', () => {
    for (const stream of [new EventStream(LOG), new EventStream(LOG)]) {
      for (const offset of [3, 5, 8]) stream.publish(logged(offset, mine));
      const idsSince = (id?: string) => receivedBy(stream, 'acc_1', id).map((event) => event.id);
      expect(idsSince('3')).toEqual(['5', '8']);
      expect(idsSince('4')).toEqual(['5', '8']);
      expect(idsSince('8')).toEqual([]);
      expect(idsSince()).toEqual([]);
    }
  });

  it('begin anew for somebody whose last one is of another log, or is none', () => {
    const stream = new EventStream(LOG);
    stream.publish(logged(3, mine));
    expect(receivedBy(stream, 'acc_1', '900')).toEqual([]);
    const received = receivedBy(stream, 'acc_1', 'msg_1');
    stream.publish(logged(4, mine));
    expect(received.map(({ id }) => id)).toEqual(['4']);
  });

  it('are kept up to a number: given more of them, then the oldest are forgotten', () => {
    const stream = new EventStream(LOG);
    for (let offset = 1; offset <= 20_002; offset += 1) stream.publish(logged(offset, mine));
    const kept = receivedBy(stream, 'acc_1', '0');
    expect(kept).toHaveLength(20_000);
    expect(kept.at(0)?.id).toBe('3');
  });

  it('leave a sign of life that says up to where everything was sent', () => {
    const stream = new EventStream(LOG);
    expect(stream.signOfLife()).toEqual({ comment: 'still here' });
    stream.publish(logged(3, mine));
    stream.publish(logged(4, { vehicleId: 'veh_1' }));
    expect(stream.signOfLife()).toEqual({ id: '4', comment: 'still here' });
  });

  it('end when the process ends', () => {
    const stream = new EventStream(LOG);
    let ended = false;
    stream.ended.subscribe(() => (ended = true));
    stream.publish(logged(0, mine));
    expect(ended).toBe(false);
    stream.onModuleDestroy();
    expect(ended).toBe(true);
  });

  describe('of one account, while ten thousand others listen', () => {
    const stream = new EventStream(LOG);
    const others = Array.from({ length: 10_000 }, (_, n) => receivedBy(stream, `acc_other_${n}`));
    const received = receivedBy(stream, 'acc_1');

    it('are no work for the streams of the others', () => {
      expect(callsDuring(() => stream.publish(logged(0, mine)))).toBeLessThan(100);
      expect(received).toHaveLength(1);
      expect(others.flat()).toEqual([]);
    });

    it('are found among those of the others when somebody comes back', () => {
      for (let offset = 1; offset <= 10_000; offset += 1)
        stream.publish(logged(offset, { accountId: `acc_other_${offset}` }));
      let missed: MessageEvent[] = [];
      const calls = callsDuring(() => (missed = receivedBy(stream, 'acc_1', '0')));
      expect(missed).toEqual([]);
      stream.publish(logged(10_001, mine));
      expect(missed.map(({ id }) => id)).toEqual(['10001']);
      expect(calls).toBeLessThan(100);
    });
  });

  it('go to each stream of an account that is open, and to none that was closed', () => {
    const stream = new EventStream(LOG);
    const phone = receivedBy(stream, 'acc_1');
    const desktop: MessageEvent[] = [];
    const open = stream.of('acc_1').subscribe((event) => desktop.push(event));
    stream.publish(logged(0, mine));
    open.unsubscribe();
    stream.publish(logged(1, mine));
    expect([phone, desktop].map((received) => received.map(({ id }) => id))).toEqual([
      ['0', '1'],
      ['0'],
    ]);
  });
});
