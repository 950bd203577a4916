import { shapeOf } from './shape';
import { withStandIns } from './stand-ins';

describe('what stands in an example', () => {
  it.each([
    ['a phone', { phone: '15122295561' }, { phone: '19900000001' }],
    ['an ID number', { idNumber: '330199199603254013' }, { idNumber: '330199199001010011' }],
    ['a name', { realName: '王伟芳' }, { realName: '张三' }],
    ['a name half hidden', { nameMasked: '王**' }, { nameMasked: '张**' }],
    ['an id', { bindingId: 'bnd_01m8dx5cffexatq4ma502a422y' }, { bindingId: 'bnd_000001' }],
    ['a plate', { plateNumber: '粤BX4F21' }, { plateNumber: '浙A00001' }],
    ['one of new energy', { plateNumber: '粤BD12345' }, { plateNumber: '浙AD00001' }],
    ['a number', { noticeNumber: '9554328526812345' }, { noticeNumber: '0000000000000001' }],
    ['a token', { accessToken: `eyJ${'x'.repeat(40)}` }, { accessToken: 'example-token-1' }],
    ['a code of a text message', { code: '585929' }, { code: '000001' }],
    [
      'an address',
      { payUrl: 'http://127.0.0.1:4711/pay' },
      { payUrl: 'https://demerit.example/pay' },
    ],
    ['one in a sentence', { text: 'About 渝B5T5U0: it' }, { text: 'About 浙A00001: it' }],
    [
      'an id in a sentence',
      { detail: 'Account acc_01m8dx5cffexatq4ma502a422y is' },
      { detail: 'Account acc_000001 is' },
    ],
    [
      'an organisation',
      { organisationCode: '91330106MA123456XY' },
      { organisationCode: '91330106MA00000016' },
    ],
  ])('is made up: %s', (_what, said, shown) => {
    expect(withStandIns(said)).toEqual(shown);
  });

  it.each([
    { code: '1357' },
    { code: 'FORBIDDEN' },
    { etag: '"3"' },
    { class: 'C1' },
    { place: '文三路与学院路路口' },
    { points: 3 },
  ])('is what was sent, where that says something: %j', (said) => {
    expect(withStandIns(said)).toEqual(said);
  });

  it('is the same wherever it was the same, in sentences too', () => {
    const phone = '15122295561';
    const said = {
      phone,
      text: `Sent to ${phone} on 2026-11-24 15:06`,
      other: { phone: '15122295562' },
    };
    expect(withStandIns(said)).toEqual({
      phone: '19900000001',
      text: 'Sent to 19900000001 on 2026-03-02 09:00',
      other: { phone: '19900000002' },
    });
  });

  it('keeps the order of times and how far they are from each other, but for how long the run took', () => {
    const said = { until: '2026-11-27T15:15:03.100+08:00', at: '2026-11-27T07:05:02.000Z' };
    expect(withStandIns(said)).toEqual({
      until: '2026-03-02T09:10:00.000+08:00',
      at: '2026-03-02T09:00:00.000+08:00',
    });
  });

  it('shows the beginning of a long list', () => {
    const list = [{ points: 1 }, { points: 2 }, { points: 3 }];
    expect(withStandIns(list)).toEqual(list.slice(0, 2));
    expect(withStandIns([1, 2, 3])).toEqual([1, 2, 3]);
  });
});

describe('the shape of an example', () => {
  it('is the same whatever else ran', () => {
    const one = { at: '2026-03-02T09:00:00.000Z', etag: '"1"', used: 1, items: [{ name: 'a' }] };
    const other = { at: '2027-03-02T09:00:00.000Z', etag: '"20"', used: 7, items: [{ name: 'b' }] };
    expect(shapeOf(one)).toEqual(shapeOf(other));
  });

  it.each([
    ['a field more', { points: 1, more: 1 }],
    ['another word', { points: 1, status: 'open' }],
    ['a null', { points: null }],
  ])('is another one with %s', (_what, other) => {
    expect(shapeOf({ points: 1 })).not.toEqual(shapeOf(other));
  });
});
