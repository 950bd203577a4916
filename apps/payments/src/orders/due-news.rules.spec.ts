import { Policy } from '@demerit/contracts';
import { dueNews, withAnnounced } from './due-news.rules';
import { anOrder } from '../../test/given';

const policy = new Policy();

describe('News of a due date (rules.md §6, §7)', () => {
  it('three days before it is due soon, and on the day due, each once', () => {
    expect(dueNews(anOrder(), policy, '2026-03-13')).toEqual([]);
    for (const day of ['2026-03-14', '2026-03-16']) {
      expect(dueNews(anOrder(), policy, day)).toEqual(['order.due-soon']);
    }
    expect(dueNews(anOrder(), policy, '2026-03-17')).toEqual(['order.due']);
    const announced = withAnnounced(anOrder(), ['order.due-soon', 'order.due']);
    expect(announced.version).toBe(1);
    expect(dueNews(announced, policy, '2026-03-15')).toEqual([]);
    expect(dueNews(announced, policy, '2026-03-17')).toEqual([]);
  });

  it('§3.unpaid.recorded §6.due.news: overdue on late day 1, recording due on late day 15, each once', () => {
    expect(dueNews(anOrder(), policy, '2026-03-18')).toEqual(['order.overdue']);
    expect(dueNews(anOrder(), policy, '2026-03-31')).toEqual(['order.overdue']);
    const both = dueNews(anOrder(), policy, '2026-04-01');
    expect(both).toEqual(['order.overdue', 'order.recording-due']);
    expect(dueNews(withAnnounced(anOrder(), both), policy, '2026-04-02')).toEqual([]);
    const overdue = withAnnounced(anOrder(), ['order.overdue']);
    expect(dueNews(overdue, policy, '2026-04-01')).toEqual(['order.recording-due']);
  });

  it('§6.due.paying: an order that is being paid is late all the same', () => {
    const paying = anOrder({ status: 'paying' });
    expect(dueNews(paying, policy, '2026-04-01')).toEqual(['order.overdue', 'order.recording-due']);
  });

  it('of what a sanction ordered no points are to be recorded', () => {
    const fine = anOrder({ kind: 'sanction_fine' });
    expect(dueNews(fine, policy, '2026-05-01')).toEqual(['order.overdue']);
  });

  it.each(['frozen', 'paid', 'cancelled', 'refunded'] as const)(
    '§6.due.never: never of one that is %s',
    (status) => {
      for (const day of ['2026-03-15', '2026-03-17', '2026-05-01']) {
        expect(dueNews(anOrder({ status }), policy, day)).toEqual([]);
      }
    },
  );
});
