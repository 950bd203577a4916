import type { DenialsPage, Requests } from '@demerit/contracts';
import type { Broadcast, Listener, MessagingClient } from '@demerit/messaging';
import { Denials } from './denials';

const SOON = new Date(Date.now() + 600_000).toISOString();
const shown = { accountId: 'acc_1', sessionId: 'ses_1', version: 3 };
const payload = { accountId: 'acc_1', sessionId: 'ses_1', at: SOON };

type Answer = () => Promise<DenialsPage>;

/** A gateway that has just started; what identity answers to each question, in turn. */
function started(...replies: Answer[]) {
  let listener: Listener | undefined;
  const asked: (string | undefined)[] = [];
  const broadcast = { listen: (to: Listener) => (listener = to) };
  const ask = (_type: string, { after }: { after?: string }): Promise<DenialsPage> => {
    asked.push(after);
    return replies.shift()!();
  };
  const denials = new Denials(
    broadcast as unknown as Broadcast,
    { ask } as unknown as MessagingClient<Requests>,
  );
  denials.onApplicationBootstrap();
  return { denials, asked, listener: listener! };
}

const page =
  (ids: string[], after?: string): Answer =>
  () =>
    Promise.resolve({
      denials: ids.map((id) => ({ id, endsAt: SOON })),
      ...(after !== undefined && { after }),
    });

describe('what a gateway knows of denials', () => {
  const open: Denials[] = [];
  afterEach(() => open.splice(0).forEach((denials) => denials.onApplicationShutdown()));

  function gateway(...replies: Answer[]) {
    const all = started(...replies);
    open.push(all.denials);
    return all;
  }

  it('§1.token.denied: is asked for when it begins to listen, page by page, and nobody is let in before', async () => {
    const { denials, asked, listener } = gateway(page(['ses_0'], 'ses_0'), page(['ses_1']));
    const isDenied = denials.deny(shown);
    expect(denials.areComplete).toBe(false);
    listener.opened();
    expect(await isDenied).toBe(true);
    expect(asked).toEqual([undefined, 'ses_0']);
    expect(denials.areComplete).toBe(true);
    expect(await denials.deny({ ...shown, sessionId: 'ses_2' })).toBe(false);
  });

  it('§1.token.denied: given that nobody answers, then it is not decided', async () => {
    const { denials } = gateway();
    await expect(denials.deny(shown)).rejects.toThrow('it has not said what is denied');
  });

  it('is asked for again until there is an answer', async () => {
    const away: Answer = () => Promise.reject(new Error('away'));
    const { denials, asked, listener } = gateway(
      away,
      page(['ses_0'], 'ses_0'),
      away,
      page(['ses_1']),
    );
    listener.opened();
    expect(await denials.deny(shown)).toBe(true);
    expect(asked).toEqual([undefined, undefined, 'ses_0', undefined]);
  });

  it('§1.token.denied §1.role.at-once: is heard of a session that ended, and of roles that changed', async () => {
    const { denials, listener } = gateway(page([]));
    expect(listener.types).toEqual(['session.ended', 'account.roles-changed', 'account.closing']);
    listener.opened();
    expect(await denials.deny(shown)).toBe(false);
    listener.hear({ type: 'session.ended', payload });
    expect(await denials.deny(shown)).toBe(true);
    const other = { ...shown, sessionId: 'ses_2' };
    const roles = { accountId: 'acc_1', roles: ['citizen'], version: 3 };
    listener.hear({ type: 'account.roles-changed', payload: roles });
    expect(await denials.deny(other)).toBe(false);
    listener.hear({ type: 'account.roles-changed', payload: { ...roles, version: 4 } });
    expect(await denials.deny(other)).toBe(true);
  });

  it('§1.closing.order: is heard of an account that its person closes', async () => {
    const { denials, listener } = gateway(page([]));
    listener.opened();
    listener.hear({ type: 'account.closing', payload: { accountId: 'acc_1', version: 3 } });
    expect(await denials.deny(shown)).toBe(false);
    listener.hear({ type: 'account.closing', payload: { accountId: 'acc_1', version: 4 } });
    expect(await denials.deny(shown)).toBe(true);
  });

  it.each([
    ['a little before 20 minutes are over', 1_199_999, true],
    ['when they are', 1_200_000, false],
  ])('§1.token.denied: is kept for 20 minutes: %s', async (_when, afterMs, isKept) => {
    const { denials, listener } = gateway(page([]));
    listener.opened();
    await denials.deny(shown);
    const clock = jest.spyOn(Date, 'now').mockReturnValue(1_700_000_000_000);
    listener.hear({ type: 'session.ended', payload });
    clock.mockReturnValue(1_700_000_000_000 + afterMs);
    listener.hear({ type: 'session.ended', payload: { ...payload, sessionId: 'ses_2' } });
    clock.mockRestore();
    expect(await denials.deny(shown)).toBe(isKept);
  });

  it('is nothing in an event that is not well formed', async () => {
    const { denials, listener } = gateway(page([]));
    listener.opened();
    for (const wrong of [null, {}, 'x', [], { accountId: 'acc_1' }, { version: 9 }])
      for (const type of ['session.ended', 'account.roles-changed'])
        listener.hear({ type, payload: wrong });
    expect(await denials.deny(shown)).toBe(false);
  });

  it('§1.token.denied: is kept while the broker is away, and asked for when it is back; an answer of before does not make it whole', async () => {
    const late = Promise.withResolvers<DenialsPage>();
    const { denials, listener } = gateway(page(['ses_1']), () => late.promise, page(['ses_2']));
    listener.opened();
    await denials.deny(shown);
    listener.lost();
    expect(denials.areComplete).toBe(false);
    expect(await denials.deny(shown)).toBe(true);
    listener.opened();
    listener.lost();
    late.resolve({ denials: [] });
    await late.promise;
    await new Promise(setImmediate);
    expect(denials.areComplete).toBe(false);
    expect(await denials.deny({ ...shown, sessionId: 'ses_2' })).toBe(false);
    listener.opened();
    await new Promise(setImmediate);
    expect(denials.areComplete).toBe(true);
    expect(await denials.deny({ ...shown, sessionId: 'ses_2' })).toBe(true);
  });

  it('§1.token.denied: ends what is open of a session, until it is closed', () => {
    const { denials } = gateway();
    const ends: string[] = [];
    denials.of(shown).subscribe(() => ends.push('one'));
    denials
      .of(shown)
      .subscribe(() => ends.push('closed'))
      .unsubscribe();
    denials.take([{ id: 'ses_1', endsAt: SOON }]);
    expect(ends).toEqual(['one']);
  });
});
