import { SUSPENDED } from '../../test/given';
import { confirmed, standingOf } from './standing.rules';

describe('a standing', () => {
  it('that was confirmed is seen so by whoever asks for it before the event is heard', () => {
    expect(standingOf(SUSPENDED)).not.toHaveProperty('confirmed');
    const standing = standingOf(confirmed(SUSPENDED));
    expect(standing).toMatchObject({ status: 'suspended', confirmed: true, version: 2 });
  });
});
