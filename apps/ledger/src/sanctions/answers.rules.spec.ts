import type { Refusal } from '@demerit/contracts';
import { NOW } from '../../test/given';
import {
  givenDecided,
  givenNoticed,
  givenOffender,
  givenOpened,
} from '../../test/sanctions/given-case';
import { OWN_DATA } from '../own-data';
import { answered, casesReadBy, checkReader } from './answers.rules';
import { caseView } from './case.view';
import { stepped } from './cases.rules';
import type { CaseDocument } from './sanctions.types';

const refusalIn = (outcome: CaseDocument | Refusal) =>
  'refusal' in outcome ? outcome.refusal : undefined;

const body = { statement: 'It was my cousin who drove', documentIds: ['doc_mine'] };
const answering = (before: CaseDocument, change: Partial<typeof body> = {}) =>
  answered(before, { ...body, ...change }, ['doc_mine'], NOW);

const dropped = (before: CaseDocument) => stepped(before, 'revoked', 'acc_officer', NOW, 'dropped');

describe('the case of the person concerned', () => {
  it.each([
    ['noticed', givenNoticed()],
    ['decided', givenDecided()],
    ['dropped after its notice', dropped(givenNoticed())],
  ])('§5.case.read: is read by them once it is %s', (_what, found) => {
    expect(checkReader(found, 'acc_zhang')).toBe(found);
    expect(refusalIn(checkReader(found, 'acc_other') as CaseDocument)).toMatchObject({
      code: 'SANCTION_CASE_NOT_FOUND',
    });
  });

  it.each([
    ['that is none', null],
    ['that is only opened', givenOpened()],
    ['that was dropped before its notice', dropped(givenOpened())],
  ])('§5.case.read: one %s is not there', (_what, found) => {
    expect(refusalIn(checkReader(found, 'acc_zhang') as CaseDocument)).toMatchObject({
      code: 'SANCTION_CASE_NOT_FOUND',
    });
  });

  it('§5.case.read: is looked for by its notice, also for a copy of what is held about them', () => {
    const theirs = { accountId: 'acc_zhang', 'steps.status': 'noticed' };
    expect(casesReadBy('acc_zhang')).toEqual(theirs);
    const part = OWN_DATA.find(({ collection }) => collection === 'cases');
    expect(part?.of({ accountId: 'acc_zhang', phoneKey: 'phone_zhang' })).toEqual(theirs);
  });
});

describe('an answer', () => {
  it('§5.case.answer: stands in the case beside what was said before, which is otherwise as it was', () => {
    const first = answering(givenNoticed()) as CaseDocument;
    const second = answering(first, { statement: 'And I was abroad', documentIds: [] });
    const at = '2025-10-10T04:00:00.000Z';
    const writtenAnswers = [
      { at, ...body },
      { at, statement: 'And I was abroad', documentIds: [] },
    ];
    expect(second).toEqual({ ...givenNoticed(), writtenAnswers });
    expect(caseView(second as CaseDocument, givenOffender(), NOW)).toMatchObject({
      writtenAnswers,
    });
    expect(caseView(givenNoticed(), givenOffender(), NOW).writtenAnswers).toEqual([]);
  });

  it.each([
    ['decided', givenDecided()],
    ['revoked', dropped(givenNoticed())],
  ])('§5.case.answer: is too late once the case is %s', (reason, before) => {
    const refusal = refusalIn(answering(before));
    expect(refusal).toMatchObject({ code: 'SANCTION_STEP_NOT_POSSIBLE', reason });
    expect(refusal?.detail).toMatchObject({
      en: 'The case was decided or dropped; it can be answered in writing no longer.',
    });
  });

  it('§5.case.answer: is refused after ten of them, and with papers of others', () => {
    const nine = {
      ...givenNoticed(),
      writtenAnswers: Array(9).fill({ at: 'then', ...body }) as never[],
    };
    const ten = answering(nine) as CaseDocument;
    expect(ten.writtenAnswers).toHaveLength(10);
    const refusal = refusalIn(answering(ten, { documentIds: ['doc_1'] }));
    expect(refusal).toMatchObject({ code: 'SANCTION_STEP_NOT_POSSIBLE', reason: 'answers' });
    expect(refusal?.nextStep).toMatchObject({
      en: 'Go to a traffic police office if there is more to say.',
    });
    const foreign = refusalIn(answering(nine, { documentIds: ['doc_mine', 'doc_1'] }));
    expect(foreign).toMatchObject({ code: 'DOCUMENTS_REQUIRED' });
    expect(foreign?.detail).toMatchObject({ en: expect.stringContaining('doc_1') as string });
    expect(foreign?.detail).toMatchObject({
      en: expect.not.stringContaining('doc_mine') as string,
    });
  });
});
