import { mongo } from 'mongoose';
import { checkDocument } from './check';
import { collection } from './collection';
import { closed, field, t } from './fields';
import { nullsForAbsent, placesNotAsDeclared } from './repair';

const step = closed({ by: t.String(), reason: t.Optional(t.String()) });
const CASES = collection(
  'cases',
  closed({
    _id: field.objectId,
    reason: t.Optional(t.String()),
    orderId: t.Optional(field.orNull(t.String())),
    paidAt: field.orNull(field.date),
    hold: closed({ kind: t.String(), until: t.Optional(field.instant) }),
    refusal: t.Optional(closed({ code: t.String(), quota: t.Optional(t.String()) })),
    steps: t.Array(step),
    byPerson: t.Record(t.String(), step),
    last: t.Union([step, closed({ at: field.date, note: t.Optional(t.String()) })]),
    slots: t.Optional(field.orNull(step)),
  }),
);

const stored = {
  _id: new mongo.ObjectId(),
  paidAt: new Date(0),
  hold: { kind: 'detained' },
  steps: [{ by: 'acc_1' }, { by: 'acc_2' }],
  byPerson: { acc_1: { by: 'acc_1' } },
  last: { at: new Date(0) },
};

describe('a null that stands for an absent field', () => {
  it.each<[string, object, string[]]>([
    ['of the document', { reason: null }, ['reason']],
    ['of an object in it', { hold: { kind: 'detained', until: null } }, ['hold.until']],
    ['of an optional object', { refusal: { code: 'X', quota: null } }, ['refusal.quota']],
    ['that is an object', { refusal: null }, ['refusal']],
    ['in a list', { steps: [{ by: 'a' }, { by: 'b', reason: null }] }, ['steps.1.reason']],
    ['in a record', { byPerson: { acc_1: { by: 'a', reason: null } } }, ['byPerson.acc_1.reason']],
    ['in one of several forms', { last: { at: new Date(0), note: null } }, ['last.note']],
    ['in what may be null', { slots: { by: 'a', reason: null } }, ['slots.reason']],
    ['in two places', { reason: null, hold: { kind: 'x', until: null } }, ['reason', 'hold.until']],
  ])('is found: %s', (_where, fields, paths) => {
    const document = { ...stored, ...fields };
    expect(nullsForAbsent(CASES, document).sort()).toEqual(paths.sort());
    expect(placesNotAsDeclared(CASES, document)).not.toEqual([]);
  });

  it.each<[string, object]>([
    ['a field that may be null', { orderId: null, paidAt: null, slots: null }],
    ['a field that must be there', { hold: null }],
    ['an item of a list', { steps: [null] }],
    ['a field nobody declares', { other: null }],
    ['a value that is wrong otherwise', { hold: { kind: 'x', until: 'some day' } }],
  ])('is not %s', (_what, fields) => {
    expect(nullsForAbsent(CASES, { ...stored, ...fields })).toEqual([]);
  });
});

describe('a place that is not as declared', () => {
  it('is none in a document that may be written', () => {
    checkDocument(CASES, stored);
    expect(placesNotAsDeclared(CASES, stored)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['a field that is missing', { hold: {} }, 'hold.kind'],
    ['a field nobody declares', { other: 1 }, 'other'],
    ['an item of a list, whichever', { steps: [{ by: 1 }, { by: 2 }] }, 'steps[].by'],
    ['an entry of a record, whoever', { byPerson: { acc_9: { by: 3 } } }, 'byPerson.*.by'],
    ['one of several forms', { last: { at: 'now' } }, 'last'],
  ])('is named once and without what stands there: %s', (_what, fields, place) => {
    const places = placesNotAsDeclared(CASES, { ...stored, ...fields });
    expect(places).toEqual([place]);
  });
});
