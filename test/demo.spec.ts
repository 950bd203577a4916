import { tellStory } from '../tools/dev/story/demo';
import { home, stack } from './support';

describe('the demo', () => {
  it('tells its story to the end: every answer is the expected one', async () => {
    await tellStory(home(), stack());
  }, 180_000);
});
