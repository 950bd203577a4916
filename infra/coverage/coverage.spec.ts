import coverageFile from './coverage.json';
import {
  documentOf,
  gapsOf,
  gapsOfRules,
  routesIn,
  rulesDocumentOf,
  titlesIn,
  type Coverage,
  type Section,
  type Tree,
} from './coverage';

const COVERAGE: Coverage = coverageFile;

/** A tree in which everything the file names exists. */
function completeTree(coverage: Coverage): Tree {
  const tests = coverage.sentences.flatMap((sentence) => sentence.tests);
  const controllers = coverage.sentences
    .flatMap((sentence) => sentence.routes)
    .map((route) => {
      const [verb = '', path = ''] = route.split(' ');
      return `@${verb.charAt(0)}${verb.slice(1).toLowerCase()}('${path.replace(/\{(\w+)\}/g, ':$1')}')`;
    });
  return {
    routes: new Set(routesIn(`@Controller()\n${controllers.join('\n')}`)),
    readFile: (path) =>
      tests
        .filter((test) => test.file === path)
        .map((test) => `it(${JSON.stringify(test.title)}, async () => {});`)
        .join('\n'),
    document: documentOf(coverage),
  };
}

function changed(change: (first: Coverage['sentences'][number]) => void): Coverage {
  const copy = structuredClone(COVERAGE);
  if (copy.sentences[0]) change(copy.sentences[0]);
  return copy;
}

describe('the coverage of the description', () => {
  it('has no gap where all that it names exists', () => {
    expect(COVERAGE.sentences).toHaveLength(15);
    expect(gapsOf(COVERAGE, completeTree(COVERAGE))).toEqual([]);
  });

  it.each([
    ['a sentence without a rule', (s: { rules: string[] }) => (s.rules = []), 'no rule'],
    ['a sentence without a route', (s: { routes: string[] }) => (s.routes = []), 'no route'],
    ['a sentence without a test', (s: { tests: unknown[] }) => (s.tests = []), 'no test'],
    [
      'later with the number of a task',
      (s: { later?: string }) => (s.later = '4'),
      'later must name an area',
    ],
  ])('names %s', (_, change, gap) => {
    const coverage = changed(change);
    expect(gapsOf(coverage, completeTree(coverage))).toEqual([`sentence 1: ${gap}`]);
  });

  it('names a route that no controller declares', () => {
    const tree = completeTree(COVERAGE);
    tree.routes.delete('GET /me/notifications');
    expect(gapsOf(COVERAGE, tree)).toEqual([
      'sentence 15: the gateway has no route GET /v1/me/notifications',
    ]);
  });

  it('names a test that its file does not have, and a file that is not there', () => {
    const gaps = gapsOf(COVERAGE, { ...completeTree(COVERAGE), readFile: () => undefined });
    expect(gaps).toHaveLength(COVERAGE.sentences.flatMap((sentence) => sentence.tests).length);
    expect(gaps[0]).toMatch(/^sentence 1: test\/main-flow.spec.ts has no test "/);
  });

  it('names a sentence that was reworded or lost, and a stale document', () => {
    const tree = completeTree(COVERAGE);
    const lost = { ...COVERAGE, sentences: COVERAGE.sentences.slice(1) };
    expect(gapsOf(lost, tree)).toEqual([
      'the sentences are not those of the description',
      'docs/coverage.md is stale: npm run coverage',
    ]);
  });
});

describe('reading the tree', () => {
  it('finds routes under the prefix of their controller, however they are spelt', () => {
    const source = `
      @Controller('v1/bindings') class A { @Get() list() {} @Get(':id') one() {} @HttpCode(204) @Delete(':id') free() {} }
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

  it('finds the titles of tests, but not of skipped ones', () => {
    const source = `
      it('one', () => {});
      test(
        "two, in two parts",
        async () => {},
      );
      it.skip('three', () => {});
      // it('four', () => {});
      it.each([['a', 'b(']])('five %s', () => {});
      it.each<[string]>([['it("six")']])(\`seven\`, () => {});
      describe.each(TABLE)('no test', ([name]) => {
        it.concurrent('it\\'s eight', () => {});
        it(\`nine \${name}\`, () => {});
      });`;
    const found = ['one', 'two, in two parts', 'five %s', 'seven', "it's eight", 'nine ${name}'];
    expect([...titlesIn(source)]).toEqual(found);
  });
});

describe('the coverage of the rules', () => {
  const test = { file: 'test/limits.spec.ts', title: 'when the fourth is tried' };
  const section: Section = {
    title: '4. The point ledger',
    sha256: '88715fd81e4e27f7fa762f597cfa28e590f6339eeb80356005b21320e2b0951a',
    sentences: [
      { text: 'Two.', tests: [test] },
      { text: 'Three.', tests: [test] },
    ],
  };
  const readFile = () => "it('when the fourth is tried', () => {});";
  const gaps = (sections: Section[], document = rulesDocumentOf(sections)) =>
    gapsOfRules(sections, { readFile, document });

  it('has no gap where every sentence has a test that exists', () => {
    expect(gaps([section])).toEqual([]);
  });

  it('names a sentence without a test, and a test that its file does not have', () => {
    const other = { ...test, title: 'when the fifth is tried' };
    const [two, three] = section.sentences;
    const sentences = [
      { ...two, text: 'Two.', tests: [] },
      { ...three, text: 'Three.', tests: [test, other] },
    ];
    expect(gaps([{ ...section, sentences }])).toEqual([
      '§4 sentence 1: no test',
      '§4 sentence 2: test/limits.spec.ts has no test "when the fifth is tried"',
    ]);
  });

  it('names a section of which a sentence was lost or reworded, or never counted', () => {
    const lost = { ...section, sentences: section.sentences.slice(1) };
    const { sha256: _, ...unsealed } = section;
    const gap = '§4: the sentences are not those of the rules';
    expect(gaps([lost])).toEqual([gap]);
    expect(gaps([unsealed])).toEqual([gap]);
  });

  it('names a stale document', () => {
    expect(gaps([section], 'old')).toEqual(['docs/rules.md is stale: npm run coverage']);
  });
});
