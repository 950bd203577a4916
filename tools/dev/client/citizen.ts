import type {
  Binding,
  BindingBody,
  DocumentKind,
  Handling,
  HandlingOptions,
  Licence,
  Me,
  Order,
  Payment,
  PointsStatement,
  Violation,
} from '@demerit/contracts';
import { ok, type Answer, type Api, type CallOptions } from './api';
import { eventually } from './eventually';
import { logIn, newestCode } from './log-in';

/** What the registers know of a person who uses the system. */
export interface Identity {
  realName: string;
  phone: string;
  idNumber: string;
  licence: { licenceNumber: string; fileNumber: string } | null;
}

/** With its notice in the reader's language. */
type BindingAsRead = Omit<Binding, 'riskNotice'> & { riskNotice?: string };

/** The smallest picture that is one by its content. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A logged-in person: each method is what a user does, in one or a few calls. Answers that must succeed throw otherwise. */
export class Citizen {
  constructor(
    readonly api: Api,
    readonly identity: Identity,
    readonly accountId: string,
  ) {}

  /** Registers at the first log-in. */
  static async logIn(api: Api, identity: Identity): Promise<Citizen> {
    const session = await logIn(api, identity.phone);
    return new Citizen(api.as(session.accessToken), identity, session.accountId);
  }

  me(): Promise<Me> {
    return ok(this.api.get<Me>('/v1/me'));
  }

  async upload(kind: DocumentKind): Promise<string> {
    const form = new FormData();
    form.set('kind', kind);
    form.set('file', new Blob([PICTURE], { type: 'image/png' }), `${kind}.png`);
    return (await ok(this.api.post<{ documentId: string }>('/v1/me/documents', form))).documentId;
  }

  async submitIdentity(): Promise<void> {
    const documentIds = await Promise.all([
      this.upload('id_card_front'),
      this.upload('id_card_back'),
    ]);
    const { realName: name, idNumber } = this.identity;
    await ok(this.api.post('/v1/me/identity-verification', { name, idNumber, documentIds }));
  }

  claimLicence(): Promise<Licence> {
    if (!this.identity.licence) throw new Error(`${this.identity.realName} has no licence`);
    const { licenceNumber, fileNumber } = this.identity.licence;
    return ok(this.api.post<Licence>('/v1/me/licence', { licenceNumber, fileNumber }));
  }

  requestBinding(body: BindingBody): Promise<BindingAsRead> {
    return ok(this.api.post<BindingAsRead>('/v1/bindings', body));
  }

  /** The owner agrees in the app. */
  grantConsent(bindingId: string): Promise<Binding> {
    return ok(this.api.post<Binding>(`/v1/bindings/${bindingId}/consent`, { decision: 'grant' }));
  }

  /** The applicant enters the code that the owner received. */
  async consentByCode(bindingId: string, ownerPhone: string): Promise<Binding> {
    const code = await newestCode(this.api, ownerPhone);
    return ok(this.api.post<Binding>(`/v1/bindings/${bindingId}/consent`, { code }));
  }

  async violations(plateNumber?: string): Promise<Violation[]> {
    const filter =
      plateNumber === undefined ? '' : `&plateNumber=${encodeURIComponent(plateNumber)}`;
    const page = await ok(
      this.api.get<{ items: Violation[] }>(`/v1/violations?limit=100${filter}`),
    );
    return page.items;
  }

  handlingOptions(violationId: string): Promise<HandlingOptions> {
    return ok(this.api.get<HandlingOptions>(`/v1/violations/${violationId}/handling-options`));
  }

  /** Any answer: being refused is often what one wants to see. */
  accept(
    violationId: string,
    body: { iWasTheDriver?: boolean; licenceId?: string } = { iWasTheDriver: true },
    options?: CallOptions,
  ): Promise<Answer<Handling>> {
    return this.api.post<Handling>(`/v1/violations/${violationId}/acceptances`, body, options);
  }

  handling(handlingId: string): Promise<Handling> {
    return ok(this.api.get<Handling>(`/v1/handlings/${handlingId}`));
  }

  order(orderId: string): Promise<Order> {
    return ok(this.api.get<Order>(`/v1/orders/${orderId}`));
  }

  /** Opens a payment and lets the sandbox settle it; the order becomes `paid` a moment later. */
  async pay(orderId: string): Promise<Payment> {
    const path = `/v1/orders/${orderId}/payments`;
    const payment = await ok(this.api.post<Payment>(path, { provider: 'sandbox' }));
    await ok(
      this.api.post(`/v1/sandbox/payments/${payment.paymentId}/outcome`, { outcome: 'succeed' }),
    );
    return payment;
  }

  /** Accepts, pays what is to be paid, and waits until the handling is closed. */
  async acceptAndPay(violationId: string): Promise<Handling> {
    const { handlingId, orderId } = await ok(this.accept(violationId));
    if (orderId !== null) await this.pay(orderId);
    return eventually(async () => {
      const handling = await this.handling(handlingId);
      return handling.status === 'closed' && handling;
    });
  }

  points(): Promise<PointsStatement> {
    return ok(this.api.get<PointsStatement>('/v1/me/points'));
  }
}
