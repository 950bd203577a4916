import type { Session } from '@demerit/contracts';
import { newcomer } from '../../dev/city/newcomers';
import { ok, type Api } from '../../dev/client/api';
import { Citizen, type Identity } from '../../dev/client/citizen';
import { logIn } from '../../dev/client/log-in';

/** Who sends requests, with a token that is renewed in time. */
export class Caller {
  /** Requests that found the token refused, one after the other. */
  constructor(
    readonly role: string,
    readonly identity: Identity,
    private session: Session,
    private readonly api: Api,
    private until = Date.now() + 1_000 * session.expiresIn,
  ) {}

  get accountId(): string {
    return this.session.accountId;
  }

  async token(): Promise<string> {
    if (this.until - Date.now() < SPARE_MS) await this.renew();
    return this.session.accessToken;
  }

  /** Ready to act, by the methods of a person. */
  async citizen(): Promise<Citizen> {
    return new Citizen(this.api.as(await this.token()), this.identity, this.accountId);
  }

  async renew(): Promise<void> {
    const { refreshToken } = this.session;
    this.session = await ok(this.api.post<Session>('/v1/auth/sessions/refresh', { refreshToken }));
    this.until = Date.now() + 1_000 * this.session.expiresIn;
  }
}

const SPARE_MS = 120_000;
/** By these the caller may lose their session, or their name: whoever sends them does nothing else. */
const DESTRUCTIVE = [
  'DELETE /v1/auth/sessions/current',
  'DELETE /v1/me',
  'DELETE /v1/me/sessions/{sessionId}',
  'POST /v1/me/phone',
];

/** Everybody who sends requests. Whoever cannot any more is replaced by somebody new of the same role. */
export class Callers {
  /** Accounts, and what is theirs, that no request may name: the others depend on them. */
  readonly spared = new Set<string>();
  replaced = 0;
  private readonly usual = new Map<string, Caller[]>();
  private readonly expendable = new Map<string, Caller[]>();
  private readonly replacing = new Map<Caller, Promise<void>>();

  constructor(
    private readonly api: Api,
    private readonly admin: () => Promise<Api>,
  ) {}

  add(caller: Caller): void {
    this.spared.add(caller.accountId);
    this.usual.set(caller.role, [...(this.usual.get(caller.role) ?? []), caller]);
  }

  async addExpendable(role: string): Promise<void> {
    const caller = await this.create(role);
    this.expendable.set(role, [...(this.expendable.get(role) ?? []), caller]);
  }

  /** Undefined of nobody. */
  of(role: string, route: string, turn: number): Caller | undefined {
    const all = (DESTRUCTIVE.includes(route) ? this.expendable : this.usual).get(role) ?? [];
    return all[turn % all.length];
  }

  /** Whose token is refused: renewed, or somebody new, once for all who find it so at a time. */
  async restore(caller: Caller): Promise<void> {
    const underWay = this.replacing.get(caller);
    if (underWay) return underWay;
    const work = this.replace(caller).finally(() => this.replacing.delete(caller));
    this.replacing.set(caller, work);
    return work;
  }

  /** Somebody new with this role; of a role of staff an admin grants it. */
  async create(role: string, identity: Identity = newcomer()): Promise<Caller> {
    const session = await logIn(this.api, identity.phone);
    const caller = new Caller(role, identity, session, this.api);
    if (role === 'citizen') return caller;
    const admin = await this.admin();
    await ok(admin.post(`/v1/accounts/${session.accountId}/roles`, { roles: ['citizen', role] }));
    await caller.renew();
    return caller;
  }

  private async replace(caller: Caller): Promise<void> {
    try {
      await caller.renew();
      return;
    } catch {
      this.replaced += 1;
    }
    const fresh = await this.create(caller.role);
    for (const all of [this.usual, this.expendable]) {
      const list = all.get(caller.role) ?? [];
      const at = list.indexOf(caller);
      if (at >= 0) list[at] = fresh;
    }
  }
}
