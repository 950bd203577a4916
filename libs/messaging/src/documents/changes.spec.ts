import { checkChange } from './changes';
import { WrongDocument } from './check';
import { collection } from './collection';
import { closed, field, t } from './fields';

const notice = closed({
  body: t.String(),
  copies: field.count,
  note: t.Optional(t.String()),
  from: t.Optional(closed({ by: t.String(), of: t.Optional(t.String()) })),
});
const PARCELS = collection(
  'parcels',
  closed({
    _id: t.String(),
    status: t.String(),
    points: field.count,
    share: t.Integer({ minimum: -5, maximum: 5 }),
    even: t.Integer({ multipleOf: 2 }),
    weight: t.Number({ exclusiveMinimum: 0 }),
    tries: t.Optional(t.Integer({ minimum: 2 })),
    orderId: t.Optional(field.orNull(t.String())),
    notice: t.Optional(notice),
    place: t.Optional(field.orNull(closed({ city: t.String(), street: t.String() }))),
    steps: t.Array(closed({ by: t.String(), slots: field.count })),
    pair: t.Array(t.String(), { minItems: 1, maxItems: 2 }),
    set: t.Array(t.String(), { uniqueItems: true }),
    byPerson: t.Record(t.String({ pattern: '^acc_' }), closed({ by: t.String(), n: field.count })),
    way: t.Union([
      closed({ kind: t.Literal('post'), days: field.count, box: t.Optional(t.String()) }),
      closed({ kind: t.Literal('hand'), by: t.String(), days: t.Optional(t.Integer()) }),
      closed({ kind: t.Literal('lost'), tags: t.Array(t.String()) }),
      t.Null(),
    ]),
  }),
);

type Case = [what: string, update: object, filter?: object];

const change = (update: object, filter: object = {}) =>
  checkChange(PARCELS, { filter: { _id: 'par_1', ...filter }, update });

const whole = (cases: Case[]) =>
  cases.map(([what, update, filter = {}]): Required<Case> => [what, update, filter]);

function passing(cases: Case[]): void {
  it.each(whole(cases))('passes: %s', (_what, update, filter) => {
    expect(() => change(update, filter)).not.toThrow();
  });
}

function refused(cases: Case[]): void {
  it.each(whole(cases))('is refused: %s', (_what, update, filter) => {
    expect(() => change(update, filter)).toThrow(WrongDocument);
  });
}

describe('a change that brings nothing', () => {
  refused([
    ['for what is required', { $set: { points: undefined } }],
    ['for what is required, without an operator', { status: undefined }],
    ['for what an object requires', { $set: { notice: { body: undefined, copies: 1 } } }],
    ['to take away', { $unset: { orderId: 1, points: 1 } }],
    ['for what only one form may lack', { $set: { 'way.days': undefined } }],
    ['by an operator that needs a value', { $max: { orderId: undefined } }],
  ]);
  passing([['for what may be absent', { $set: { orderId: undefined } }]]);
});

describe('a change that takes away', () => {
  refused([
    ['what is required within', { $unset: { 'notice.copies': 1 } }],
    ['what one of several forms requires', { $unset: { 'way.days': 1 } }],
    ['an item of a list', { $unset: { 'steps.0': 1 } }, { 'steps.0': { $exists: true } }],
    ['the last of a list that has one', { $pull: { pair: 'a' } }],
  ]);
  passing([
    ['what may be absent', { $unset: { notice: 1, 'notice.note': 1 } }],
    ['an entry of a record', { $unset: { 'byPerson.acc_1': 1 } }],
    ['what the form that is there may lack', { $unset: { 'way.days': 1 } }, { 'way.kind': 'hand' }],
    ['what only one form has', { $unset: { 'way.box': 1 } }, { 'way.box': { $type: 'null' } }],
  ]);
});

describe('a change that counts', () => {
  refused([
    ['down to an end that nobody looked at', { $inc: { points: -1 } }],
    ['further down than the filter says', { $inc: { points: -2 } }, { points: { $gte: 1 } }],
    ['down from a number below', { $inc: { points: -1 } }, { points: { $lte: 5 } }],
    ['down from half a number', { $inc: { points: -1 } }, { points: { $gt: -0.5 } }],
    ['down where one of two is right', { $inc: { points: -1 } }, { $or: [{ points: 1 }, {}] }],
    ['up to an end', { $inc: { share: 1 } }],
    ['up beyond it', { $inc: { share: 2 } }, { share: { $lt: 5 } }],
    ['down to an end that is not in it', { $inc: { weight: -1 } }, { weight: { $gte: 1 } }],
    ['by an odd number', { $inc: { even: 3 } }],
    ['from nothing to less than the least', { $inc: { tries: 1 } }],
    ['from nothing, down', { $inc: { tries: -1 } }, { tries: { $not: { $lt: 3 } } }],
    ['in a text', { $inc: { status: 1 } }],
    ['by no number', { $inc: { points: Number.NaN } }],
  ]);
  passing([
    ['up where only the other end is', { $inc: { points: 3, weight: 0.5 } }],
    ['down from enough', { $inc: { points: -2 } }, { points: { $gte: 2 } }],
    ['down from more than one less', { $inc: { points: -2 } }, { points: { $gt: 1 } }],
    ['down from what it is', { $inc: { points: -2 } }, { points: 2 }],
    ['down from enough, said within', { $inc: { points: -1 } }, { $and: [{ points: { $eq: 1 } }] }],
    ['up to what is left', { $inc: { share: 2 } }, { share: { $lt: 4 } }],
    ['down to what is in it', { $inc: { weight: -1 } }, { weight: { $gte: 1.5 } }],
    ['by an even number', { $inc: { even: -2 } }],
    ['from nothing to the least', { $inc: { tries: 2 } }],
    ['from what is there', { $inc: { tries: 1 } }, { tries: { $exists: true } }],
  ]);
});

describe('a change within what may be absent', () => {
  const part = { $set: { 'notice.copies': 1 } };
  refused([
    ['with a part of it', part],
    ['by counting in it', { $inc: { 'notice.copies': 1 } }],
    ['with the rest on insert only', { ...part, $setOnInsert: { 'notice.body': 'x' } }],
    ['where the filter says it is not', part, { notice: { $exists: false } }],
    ['where it is said to be nothing', part, { notice: null }],
    ['where it is said to be not something', part, { 'notice.copies': { $ne: 3 } }],
    ['where it may be nothing', part, { 'notice.copies': { $in: [1, null] } }],
    ['where one of two says that it is there', part, { $or: [{ notice: { $ne: null } }, {}] }],
    ['where another thing is', part, { noticeOf: { $exists: true } }],
    [
      'within what may be absent in it',
      { $set: { 'notice.from.of': 'x' } },
      { 'notice.copies': 1 },
    ],
    ['that may be null', { $set: { 'place.city': 'x' } }],
    ['in an item', { $set: { 'steps.0.slots': 1 } }],
    [
      'as an item, which others may be missing before',
      { $set: { 'steps.3': { by: 'a', slots: 1 } } },
    ],
    [
      'in another item than the one that is there',
      { $set: { 'steps.1.slots': 1 } },
      { 'steps.0.by': 'a' },
    ],
    ['in an entry of a record', { $set: { 'byPerson.acc_1.n': 1 } }],
    ['as an entry of a record under another name', { $set: { 'byPerson.x': { by: 'a', n: 1 } } }],
    ['more in a list than it holds', { $push: { pair: 'a' } }],
    ['twice in a list', { $push: { set: 'a' } }],
  ]);
  passing([
    ['with all of it', { $set: { notice: { body: 'x', copies: 1 } } }],
    ['with each part of it', { $set: { 'notice.copies': 1, 'notice.body': 'x' } }],
    ['by several operators', { $inc: { 'notice.copies': 1 }, $set: { 'notice.body': 'x' } }],
    ['that is there', part, { notice: { $exists: true } }],
    ['that is not null', part, { notice: { $ne: null } }],
    ['that has something in it', part, { 'notice.copies': { $gt: 0 } }],
    ['that has one of these in it', part, { 'notice.copies': { $in: [1, 2] } }],
    ['that has this in it', part, { 'notice.body': 'x' }],
    ['that has it, said within', part, { $and: [{ $and: [{ 'notice.body': { $eq: 'x' } }] }] }],
    ['within what has all', { $set: { 'notice.from.by': 'x' } }, { 'notice.copies': 1 }],
    ['with what takes nothing in', { $unset: { 'notice.note': 1 } }],
    ['in an item that is there', { $set: { 'steps.0.slots': 1 } }, { 'steps.0.by': 'a' }],
    ['in the item that was found', { $set: { 'steps.$.slots': 1 } }, { 'steps.by': 'a' }],
    ['in each item', { $set: { 'steps.$[].slots': 1, 'steps.$[one].by': 'x' } }],
    ['as an entry of a record', { $set: { 'byPerson.acc_1': { by: 'a', n: 1 } } }],
    [
      'in an entry that is there',
      { $inc: { 'byPerson.acc_1.n': 1 } },
      { 'byPerson.acc_1.by': 'a' },
    ],
  ]);
});

describe('a change in one of several forms', () => {
  refused([
    ['that only one has', { $set: { 'way.by': 'x' } }],
    ['that two have otherwise', { $set: { 'way.days': -1 } }],
    ['that none has', { $set: { 'way.colour': 'x' } }],
    ['from one into another', { $set: { 'way.kind': 'hand' } }],
    ['of which the filter names another', { $set: { 'way.by': 'x' } }, { 'way.kind': 'post' }],
    ['of which the filter leaves two', { $set: { 'way.by': 'x' } }, { 'way.days': { $gte: 0 } }],
    ['of which the filter names an item', { $set: { 'way.by': 'x' } }, { 'way.tags': 'fast' }],
    [
      'of which the filter excludes one',
      { $set: { 'way.by': 'x' } },
      { 'way.kind': { $ne: 'lost' } },
    ],
  ]);
  passing([
    ['as a whole', { $set: { way: { kind: 'lost', tags: [] } } }],
    ['as nothing', { $set: { way: null } }],
    ['that the filter names', { $set: { 'way.by': 'x' } }, { 'way.kind': 'hand' }],
    [
      'of which only one has what is there',
      { $set: { 'way.by': 'x' } },
      { 'way.by': { $exists: true } },
    ],
    ['whose list has the item', { $push: { 'way.tags': 'new' } }, { 'way.tags': 'fast' }],
  ]);
});

describe('a change that may insert', () => {
  const { _id: _, ...rest } = {
    _id: 'par_1',
    status: 'new',
    points: 3,
    share: 0,
    even: 0,
    weight: 1,
    steps: [],
    pair: ['a'],
    set: [],
    byPerson: {},
    way: null,
  };
  const upsert = (filter: object, update: object) => () =>
    checkChange(PARCELS, { filter, update, upsert: true });
  const insert = { $setOnInsert: rest };

  it.each<[string, object]>([
    ['by the id', { _id: 'par_1' }],
    ['by the id that it equals', { _id: { $eq: 'par_1' } }],
    ['by the id, said within', { $and: [{ _id: 'par_1' }, { $and: [{ orderId: 'ord_1' }] }] }],
    ['by one of two, which brings nothing', { _id: 'par_1', $or: [{ points: 'x' }, { set: 3 }] }],
    ['by a condition, which brings nothing', { _id: 'par_1', tries: { $lt: 1 } }],
  ])('passes: %s', (_what, filter) => {
    expect(upsert(filter, insert)).not.toThrow();
  });

  it.each<[string, object]>([
    ['with an unknown field of the filter', { _id: 'par_1', colour: 'red' }],
    ['with one that is within', { $and: [{ _id: 'par_1' }, { colour: 'red' }] }],
    ['with one that it equals', { _id: 'par_1', colour: { $eq: 'red' } }],
    ['with a wrong one that it equals', { _id: 'par_1', tries: { $eq: 1 } }],
    ['with a wrong one within', { _id: 'par_1', $and: [{ $and: [{ 'notice.copies': 1 }] }] }],
    ['with what is undefined, which the filter takes for null', { _id: 'par_1', tries: undefined }],
    ['by one of a list, which may bring it', { _id: 'par_1', orderId: { $in: ['ord_1'] } }],
    ['by one choice of one, which may bring it', { _id: 'par_1', $or: [{ orderId: 'ord_1' }] }],
    ['by all of a list, which may bring it', { _id: 'par_1', orderId: { $all: ['ord_1'] } }],
    ['by no id', { _id: { $gt: 'par_1' } }],
  ])('is refused: %s', (_what, filter) => {
    expect(upsert(filter, insert)).toThrow(WrongDocument);
  });

  it('leaves the filter as it was', () => {
    const filter = { _id: 'par_1', notice: { body: 'x', copies: 1 } };
    expect(upsert(filter, { ...insert, $set: { 'notice.copies': 2 } })).not.toThrow();
    expect(filter.notice.copies).toBe(1);
  });
});
