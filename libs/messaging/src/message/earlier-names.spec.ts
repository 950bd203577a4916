import { parseEvent } from './earlier-names';

const EARLIER = { maker: 'cook', formerMaker: 'formerCook' };

test('fields of earlier names are read under their names now, however deep they are, and nothing else is changed', () => {
  const said = {
    maker: 'Ann',
    cups: [{ maker: 'Bob', full: true }, { of: { formerMaker: 'Cem', sugar: null } }],
    note: 'maker',
  };
  expect(parseEvent(JSON.stringify(said), EARLIER)).toEqual({
    cook: 'Ann',
    cups: [{ cook: 'Bob', full: true }, { of: { formerCook: 'Cem', sugar: null } }],
    note: 'maker',
  });
});

test('an event of now is read as it is', () => {
  const said = { cook: 'Ann', cups: [1, null] };
  expect(parseEvent(JSON.stringify(said), EARLIER)).toEqual(said);
  expect(parseEvent('{"maker":"Ann"}', {})).toEqual({ maker: 'Ann' });
});
