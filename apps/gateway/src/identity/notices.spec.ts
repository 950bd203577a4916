import type { Notification } from '@demerit/contracts';
import { ServiceUnavailable } from '@demerit/messaging';
import type { Services } from '../http/services';
import { Notices } from './notices';

function notice(about: Record<string, string>): Notification {
  const at = '2026-03-01T08:00:00+08:00';
  return { notificationId: 'ntf_1', kind: 'points_recorded', text: '已记 3 分。', about, at };
}

const VIOLATION = { plateNumber: '浙A8K2M6', place: '延安路', fineFen: 20_050 };
const FREE = { ...VIOLATION, fineFen: 0 };

const REPLIES: Record<string, object> = {
  'violation.facts': { facts: { vio_1: VIOLATION, hdl_1: VIOLATION, hdl_2: FREE } },
  'vehicle.plates': { plates: { veh_1: '浙B00001' } },
};

/** With whom each service answers, or is away. */
function noticesOf(ask: (type: string, request: object) => Promise<object>): Notices {
  return new Notices({ ask } as unknown as Services);
}

const answering = noticesOf((type) => Promise.resolve(REPLIES[type] ?? {}));

describe('a notification is read', () => {
  it.each([
    [
      { violationId: 'vio_1', vehicleId: 'veh_1' },
      '关于浙A8K2M6、延安路、罚款 200.50 元：已记 3 分。',
    ],
    [{ handlingId: 'hdl_1' }, '关于浙A8K2M6、延安路、罚款 200.50 元：已记 3 分。'],
    [{ handlingId: 'hdl_2' }, '关于浙A8K2M6、延安路：已记 3 分。'],
    [{ bindingId: 'bnd_1', vehicleId: 'veh_1' }, '关于浙B00001：已记 3 分。'],
    [{ violationId: 'vio_9' }, '已记 3 分。'],
    [{ vehicleId: 'veh_9' }, '已记 3 分。'],
    [{ caseId: 'case_1' }, '已记 3 分。'],
    [{ caseId: 'case_1', fineYuan: '5000.00' }, '关于罚款 5000.00 元：已记 3 分。'],
    [
      { caseId: 'case_1', fineYuan: '5000.00', confiscationYuan: '1200.50' },
      '关于罚款 5000.00 元、没收违法所得 1200.50 元：已记 3 分。',
    ],
    [{ handlingId: 'hdl_9', fineYuan: '150.00' }, '关于罚款 150.00 元：已记 3 分。'],
  ])('§7.words.facts: given one about %j, then it says: %s', async (about, text) => {
    const read = await answering.asRead([notice(about)], 'zh-CN');
    expect(read).toEqual([{ ...notice(about), text }]);
  });

  it('§7.words.facts: names them in the language of its reader', async () => {
    const [read] = await answering.asRead([notice({ violationId: 'vio_1' })], 'en');
    expect(read?.text).toBe('About 浙A8K2M6, 延安路, a fine of 200.50 yuan: 已记 3 分。');
  });

  it('§7.words.facts: given a service is away, then it is read without them', async () => {
    const away = noticesOf(() => Promise.reject(new ServiceUnavailable('violations', 'no answer')));
    const all = [notice({ violationId: 'vio_1' }), notice({ vehicleId: 'veh_1' })];
    expect(await away.asRead(all, 'en')).toEqual(all);
    const broken = noticesOf(() => Promise.reject(new Error('broken')));
    await expect(broken.asRead(all, 'en')).rejects.toThrow('broken');
  });

  it('asks each service once for all of them, for each id once, and nobody where nothing is to be asked', async () => {
    const asked: [string, object][] = [];
    const counting = noticesOf((type, request) => {
      asked.push([type, request]);
      return Promise.resolve(REPLIES[type] ?? {});
    });
    await counting.asRead([notice({ caseId: 'case_1' })], 'en');
    expect(asked).toEqual([]);
    const both: Record<string, string>[] = [
      { violationId: 'vio_1', vehicleId: 'veh_1' },
      { vehicleId: 'veh_1' },
    ];
    await counting.asRead([...both, ...both].map(notice), 'en');
    expect(asked).toEqual([
      ['violation.facts', { ids: ['vio_1'] }],
      ['vehicle.plates', { vehicleIds: ['veh_1'] }],
    ]);
  });
});
