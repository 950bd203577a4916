import { MessageContext } from '@demerit/messaging';
import type { MessageEvent } from '@nestjs/common';
import { EventStream } from './event-stream';

function told(messageId: string, type = 'points.recorded'): MessageContext {
  return new MessageContext({ messageId, type, requestId: 'req_1', attempt: 1 });
}

function heardBy(stream: EventStream, accountId: string, lastEventId?: string): MessageEvent[] {
  const heard: MessageEvent[] = [];
  stream.of(accountId, lastEventId).subscribe((event) => heard.push(event));
  return heard;
}

describe('events for people', () => {
  it('reach whom they are about, with what concerns people', () => {
    const stream = new EventStream();
    const mine = heardBy(stream, 'acc_1');
    const theirs = heardBy(stream, 'acc_2');
    const payload = { accountId: 'acc_1', points: 3, ownerPersonKey: 'person_x', version: 2 };
    stream.tell(told('msg_1'), payload);
    const data = { accountId: 'acc_1', points: 3 };
    expect(mine).toEqual([{ id: 'msg_1', type: 'points.recorded', data }]);
    expect(theirs).toEqual([]);
  });

  it('do not reach somebody who only paid for another, nor anybody when they are about nobody', () => {
    const stream = new EventStream();
    const payer = heardBy(stream, 'acc_2');
    stream.tell(told('msg_1'), { accountId: 'acc_1', payerAccountId: 'acc_2' });
    stream.tell(told('msg_2', 'vehicle.registered'), { vehicleId: 'veh_1' });
    expect(payer).toEqual([]);
  });

  it('are told once, however often they arrive', () => {
    const stream = new EventStream();
    const mine = heardBy(stream, 'acc_1');
    stream.tell(told('msg_1'), { accountId: 'acc_1' });
    stream.tell(told('msg_1'), { accountId: 'acc_1' });
    expect(mine).toHaveLength(1);
  });

  it('go on after the last one heard', () => {
    const stream = new EventStream();
    for (const id of ['msg_1', 'msg_2', 'msg_3']) stream.tell(told(id), { accountId: 'acc_1' });
    expect(heardBy(stream, 'acc_1', 'msg_1').map(({ id }) => id)).toEqual(['msg_2', 'msg_3']);
    expect(heardBy(stream, 'acc_1', 'msg_of_long_ago')).toEqual([]);
    expect(heardBy(stream, 'acc_1')).toEqual([]);
  });

  it('end when the process ends', () => {
    const stream = new EventStream();
    let ended = false;
    stream.ended.subscribe(() => (ended = true));
    stream.tell(told('msg_1'), { accountId: 'acc_1' });
    expect(ended).toBe(false);
    stream.onModuleDestroy();
    expect(ended).toBe(true);
  });
});
