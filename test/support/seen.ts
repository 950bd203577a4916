import type {
  Binding,
  Entry,
  Handling,
  KeyReviewTarget,
  Notification,
  Order,
  OrderStatus,
} from '@demerit/contracts';
import { ok, type Api } from '../../tools/dev/client/api';
import type { Citizen } from '../../tools/dev/client/citizen';
import { eventually } from '../../tools/dev/client/eventually';

/** What people see a moment later, each with a deadline. */

/** Waits for a notification of this kind about these ids. */
export function notified(
  { api }: Citizen,
  kind: string,
  about: Record<string, string> = {},
): Promise<Notification> {
  return eventually(async () => {
    const { items } = await ok(
      api.get<{ items: Notification[] }>('/v1/me/notifications?limit=100'),
    );
    const found = items.find(
      (item) =>
        item.kind === kind &&
        Object.entries(about).every(([name, value]) => item.about[name] === value),
    );
    if (!found) throw new Error(`no ${kind} among ${items.map((item) => item.kind).join(', ')}`);
    return found;
  });
}

export function orderBecomes(
  citizen: Citizen,
  orderId: string,
  status: OrderStatus,
): Promise<Order> {
  return eventually(async () => {
    const order = await citizen.order(orderId);
    if (order.status !== status) throw new Error(`the order is ${order.status}, not ${status}`);
    return order;
  });
}

export function closed(citizen: Citizen, handlingId: string): Promise<Handling> {
  return eventually(async () => {
    const handling = await citizen.handling(handlingId);
    if (handling.status !== 'closed')
      throw new Error(`the handling is ${JSON.stringify(handling)}, not closed`);
    return handling;
  });
}

/** Newest first; `causeId`: those of one handling. */
export async function entries({ api }: Citizen, causeId?: string): Promise<Entry[]> {
  const { items } = await ok(api.get<{ items: Entry[] }>('/v1/me/points/entries?limit=100'));
  return causeId === undefined ? items : items.filter((entry) => entry.causeId === causeId);
}

export function binding({ api }: Citizen, bindingId: string): Promise<Binding> {
  return ok(api.get<Binding>(`/v1/bindings/${bindingId}`));
}

/** [reviewer] All that stand on the key review list for these licences and vehicles. */
export async function listed(reviewer: Api, ids: string[]): Promise<KeyReviewTarget[]> {
  const all: KeyReviewTarget[] = [];
  let cursor: string | null = null;
  do {
    const more: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: { items: KeyReviewTarget[]; nextCursor: string | null } = await ok(
      reviewer.get(`/v1/review/key-review-targets?limit=100${more}`),
    );
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all.filter(({ licenceId, vehicleId }) => ids.includes(licenceId ?? vehicleId ?? ''));
}
