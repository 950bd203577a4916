import type { SandboxAccounts } from '@demerit/contracts';
import { api, ok, refused, stack, staff } from './support';

const PATH = '/v1/sandbox/accounts';

describe('the accounts of a sandbox', () => {
  it('§10.sandbox.accounts: given a seeded stack, then they are those that its start named, each with the roles that its phone has', async () => {
    const { items } = await ok(api().get<SandboxAccounts>(PATH));
    expect(items).toEqual(stack().accounts);
    const admin = await staff('admin');
    for (const { phone, roles } of items)
      expect(await ok(admin.get(`/v1/accounts?phone=${phone}`))).toMatchObject({ roles });
  });

  it('§10.sandbox.accounts: given another list, then it takes the place of the one before, whole or not at all', async () => {
    const before = await ok(api().get<SandboxAccounts>(PATH));
    const [first] = before.items;
    const wrong = [{ ...first, phone: '12' }, first];
    await refused(api().put(PATH, { items: wrong }), 400, 'VALIDATION_FAILED');
    await refused(api().put(PATH, { items: [[first]] }), 400, 'VALIDATION_FAILED');
    await refused(api().put(PATH, { items: Array(201).fill(first) }), 400, 'VALIDATION_FAILED');
    expect(await ok(api().get(PATH))).toEqual(before);

    await ok(api().put(PATH, { items: [first] }));
    expect(await ok(api().get(PATH))).toEqual({ items: [first] });
    await ok(api().put(PATH, before));
    expect(await ok(api().get(PATH))).toEqual(before);
  });
});
