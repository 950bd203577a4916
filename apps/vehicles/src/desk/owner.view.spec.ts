import { ownerView } from './owner.view';

describe('the owner of a vehicle at a desk', () => {
  it.each([
    ['11010519491231002X', { kind: 'person', name: '张三' }],
    [null, { kind: 'person', name: '张三' }],
    ['91330106673959654P', { kind: 'organisation', organisationCode: '91330106673959654P' }],
    ['123301004701160329', { kind: 'organisation', organisationCode: '123301004701160329' }],
  ])('§2.look-up.owner: given the number %s, then it is %j', (number, shown) => {
    const phone = '13800000000';
    expect(ownerView({ number, name: '张三', phone })).toEqual({ ...shown, phone });
  });
});
