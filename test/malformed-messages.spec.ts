import { flood, isSettled, lineOf } from '../tools/fuzz/messages/flood';
import { Neighbour } from '../tools/fuzz/messages/neighbour';
import { stack } from './support';

jest.setTimeout(120_000);

/** `./dev fuzz --messages 5000` sends as many as that. */
const ON_EACH_QUEUE = 40;

describe('given messages on every queue that nobody should have sent', () => {
  it('then each is answered or a dead letter after one delivery, nobody is started again, and whoever asks meanwhile is answered', async () => {
    const before = stack().processes;
    const neighbour = new Neighbour(stack().gatewayUrl);
    const queues = await flood(stack(), { count: ON_EACH_QUEUE, seed: 20 });
    const hindered = await neighbour.end();
    expect(queues.length).toBe(11);
    expect(queues.filter((one) => !isSettled(one)).map(lineOf)).toEqual([]);
    expect(hindered).toEqual([]);
    expect(stack().processes).toEqual(before);
  });
});
