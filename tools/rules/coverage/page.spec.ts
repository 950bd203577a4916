import { gapsOfStory, pageOf } from './page.ts';
import { routesIn, unnamed } from './routes.ts';
import { STORY, type Sentence } from './story.ts';

const rules = new Set(STORY.flatMap((sentence) => sentence.rules));
const routes = new Set(STORY.flatMap((sentence) => sentence.routes).map(unnamed));

describe('the users’ own description', () => {
  const changed = (change: Partial<Sentence>): Sentence[] =>
    STORY.map((sentence, i) => (i === 0 ? { ...sentence, ...change } : sentence));

  it('has no gap where each sentence has rules and routes', () => {
    expect(gapsOfStory(STORY, { rules, routes })).toEqual([]);
  });

  it.each<[string, Partial<Sentence>, string]>([
    ['without a rule', { rules: [] }, 'sentence 1: no rule'],
    ['without a route', { routes: [] }, 'sentence 1: no route'],
    ['with a rule that is none', { rules: ['§4.no.rule'] }, 'sentence 1: no rule §4.no.rule'],
    [
      'with a route that the gateway lacks',
      { routes: ['GET /v1/nothing'] },
      'sentence 1: the gateway has no route GET /v1/nothing',
    ],
    ['reworded', { text: 'How?' }, 'the sentences are not those of the description'],
  ])('names a sentence %s', (_what, change, gap) => {
    expect(gapsOfStory(changed(change), { rules, routes })).toEqual([gap]);
  });

  it('names a lost sentence', () => {
    expect(gapsOfStory(STORY.slice(1), { rules, routes })).toHaveLength(1);
  });

  it('is shown with the tests of its rules', () => {
    const [first] = STORY;
    const test = { file: 'a.spec.ts', rules: first?.rules.slice(0, 1) ?? [], title: 'when' };
    const page = pageOf(STORY.slice(0, 1), [test]);
    expect(page).toContain(`> ${first?.text ?? ''}\n`);
    expect(page).toContain(`- ${first?.rules[0] ?? ''}\n  - \`a.spec.ts\`: when\n`);
  });
});

describe('the gateway’s routes', () => {
  it('are what the decorators of its controllers say', () => {
    const source = `
      @Controller('bindings') class A { @Get() all() {} @Get(':id') one() {} @HttpCode(204) @Delete(':id') free() {} }
      @Controller({ path: 'orders', version: '1' }) class B { @Post(':orderId/payments') pay() {} }
      @Controller() class C { @Sse('v1/me/events') events() {} @Get(['health/live', 'health/ready']) health() {} }`;
    expect(routesIn(source)).toEqual([
      'GET /bindings',
      'GET /bindings/{}',
      'DELETE /bindings/{}',
      'POST /orders/{}/payments',
      'GET /me/events',
      'GET /health/live',
      'GET /health/ready',
    ]);
  });
});
