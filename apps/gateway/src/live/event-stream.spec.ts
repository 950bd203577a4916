import { EventLog, type LoggedEvent } from '@demerit/messaging';
import type { MessageEvent } from '@nestjs/common';
import { EventStream } from './event-stream';

const LOG = new EventLog({
  service: 'gateway',
  amqpUrl: 'amqp://127.0.0.1:9',
  database: false,
  ownerOf: () => 'nobody',
});

function told(offset: number, payload: object, messageId = `msg_${offset}`): LoggedEvent {
  return { offset, messageId, type: 'points.recorded', payload };
}

function heardBy(stream: EventStream, accountId: string, lastEventId?: string): MessageEvent[] {
  const heard: MessageEvent[] = [];
  stream.of(accountId, lastEventId).subscribe((event) => heard.push(event));
  return heard;
}

describe('events for people', () => {
  const mine = { accountId: 'acc_1' };

  it('reach whom they are about, with what concerns people', () => {
    const stream = new EventStream(LOG);
    const heard = heardBy(stream, 'acc_1');
    const theirs = heardBy(stream, 'acc_2');
    stream.tell(told(7, { ...mine, points: 3, ownerPersonKey: 'person_x', version: 2 }));
    const data = { accountId: 'acc_1', points: 3 };
    expect(heard).toEqual([{ id: '7', type: 'points.recorded', data }]);
    expect(theirs).toEqual([]);
  });

  it('do not reach somebody who only paid for another, nor anybody when they are about nobody', () => {
    const stream = new EventStream(LOG);
    const payer = heardBy(stream, 'acc_2');
    stream.tell(told(0, { ...mine, payerAccountId: 'acc_2' }));
    stream.tell(told(1, { vehicleId: 'veh_1' }));
    expect(payer).toEqual([]);
  });

  it('are told once, however often they were published', () => {
    const stream = new EventStream(LOG);
    const heard = heardBy(stream, 'acc_1');
    stream.tell(told(0, mine, 'msg_1'));
    stream.tell(told(1, mine, 'msg_1'));
    expect(heard).toHaveLength(1);
  });

  it('go on after the last one heard, at whichever gateway', () => {
    for (const stream of [new EventStream(LOG), new EventStream(LOG)]) {
      for (const offset of [3, 5, 8]) stream.tell(told(offset, mine));
      const idsSince = (id?: string) => heardBy(stream, 'acc_1', id).map((event) => event.id);
      expect(idsSince('3')).toEqual(['5', '8']);
      expect(idsSince('4')).toEqual(['5', '8']);
      expect(idsSince('8')).toEqual([]);
      expect(idsSince()).toEqual([]);
    }
  });

  it('begin anew for somebody whose last one is of another log, or is none', () => {
    const stream = new EventStream(LOG);
    stream.tell(told(3, mine));
    expect(heardBy(stream, 'acc_1', '900')).toEqual([]);
    const heard = heardBy(stream, 'acc_1', 'msg_1');
    stream.tell(told(4, mine));
    expect(heard.map(({ id }) => id)).toEqual(['4']);
  });

  it('are kept up to a number: given more of them, then the oldest are forgotten', () => {
    const stream = new EventStream(LOG);
    for (let offset = 1; offset <= 20_002; offset += 1) stream.tell(told(offset, mine));
    const kept = heardBy(stream, 'acc_1', '0');
    expect(kept).toHaveLength(20_000);
    expect(kept.at(0)?.id).toBe('3');
  });

  it('leave a sign of life that says up to where everything was told', () => {
    const stream = new EventStream(LOG);
    expect(stream.signOfLife()).toEqual({ comment: 'still here' });
    stream.tell(told(3, mine));
    stream.tell(told(4, { vehicleId: 'veh_1' }));
    expect(stream.signOfLife()).toEqual({ id: '4', comment: 'still here' });
  });

  it('end when the process ends', () => {
    const stream = new EventStream(LOG);
    let ended = false;
    stream.ended.subscribe(() => (ended = true));
    stream.tell(told(0, mine));
    expect(ended).toBe(false);
    stream.onModuleDestroy();
    expect(ended).toBe(true);
  });
});
