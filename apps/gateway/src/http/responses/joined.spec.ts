import { withName, withPlate } from './joined';

describe('what one service knows of what another one answers', () => {
  it('§3.decision.names: is the name of whose decision it is, where there is one', () => {
    const paper = { decisionNumber: 'D-1', handlingId: 'hdl_1' } as Parameters<typeof withName>[0];
    const found = { ...paper, accountId: 'acc_1' };
    expect(withName(found, { acc_1: '张三', acc_2: '李四' })).toEqual({ ...paper, name: '张三' });
    expect(withName(found, {})).toEqual(paper);
  });

  it('is the plate of an order, where there is one', () => {
    const order = { orderId: 'ord_1' } as Parameters<typeof withPlate>[0];
    const plates = { veh_1: '浙A8K2M6' };
    expect(withPlate({ ...order, vehicleId: 'veh_1' }, plates)).toEqual({
      ...order,
      plateNumber: '浙A8K2M6',
    });
    expect(withPlate({ ...order, vehicleId: 'veh_2' }, plates)).toEqual(order);
    expect(withPlate(order, plates)).toEqual(order);
  });
});
