import { shapeErrors } from './bodies';

function nested(levels: number): object {
  return levels === 1 ? {} : { a: nested(levels - 1) };
}

describe('the shape of a body', () => {
  it.each([undefined, {}, { a: 1, b: 'x', c: [1, { d: false }] }, nested(8)])(
    'may be %j',
    (body) => {
      expect(shapeErrors(body)).toEqual([]);
    },
  );

  it.each([null, [], [{}], 'text', 3, true])('may not be %j', (body) => {
    expect(shapeErrors(body)).toMatchObject([
      { field: 'body', message: { en: 'body must be a JSON object' } },
    ]);
  });

  it('§1.licence.life: says null for the last day of a licence for life, and nowhere else', () => {
    expect(shapeErrors({ validUntil: null })).toEqual([]);
    expect(shapeErrors({ owner: { validUntil: null } })).toMatchObject([
      { field: 'owner.validUntil' },
    ]);
  });

  it('has no null anywhere: what is absent is left out', () => {
    const body = { licenceId: null, owner: { phone: null }, documentIds: ['doc_1', null] };
    const fields = shapeErrors(body).map(({ field }) => field);
    expect(fields).toEqual(['licenceId', 'owner.phone', 'documentIds[1]']);
  });

  it('is not deeper than anything the interface takes', () => {
    expect(shapeErrors(nested(9))).toMatchObject([
      { field: 'a.a.a.a.a.a.a.a', message: { en: 'a.a.a.a.a.a.a.a is nested too deeply' } },
    ]);
    expect(shapeErrors(nested(5_000))).toHaveLength(1);
  });

  it('§10.forms.excess: is wrong in twenty places at most, and names are cut', () => {
    const nulls = Array.from({ length: 5_000 }, () => null);
    expect(shapeErrors({ documentIds: nulls })).toHaveLength(20);
    const name = 'x'.repeat(60_000);
    for (const body of [{ [name]: null }, { [name]: '\ud800' }, { [name]: { [name]: nested(8) } }])
      expect(JSON.stringify(shapeErrors(body)).length).toBeLessThan(1_000);
  });
});
