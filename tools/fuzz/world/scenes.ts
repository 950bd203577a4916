import type { Payment } from '@demerit/contracts';
import { newcomer, newCarOf, newOrganisationCode, newViolationOf } from '../../dev/city/newcomers';
import { certify, registerLicence } from '../../dev/city/staff';
import { ok } from '../../dev/client/api';
import { codeFor, logIn } from '../../dev/client/log-in';
import type { Caller } from './callers';
import { STAFF_SCENES } from './staff-scenes';
import { accepted, asked, disputed, noticed, sanctionCase, today, withoutLicence } from './things';
import type { World } from './world';

/** What a request must say to succeed, as the stack stands now. */
export interface Scened {
  ids?: Record<string, string>;
  body?: unknown;
  ifMatch?: string;
  /** In place of the one whose turn it is. */
  caller?: Caller;
}
export type Scene = (world: World) => Promise<Scened>;

/** Of people. */
const OF_PEOPLE: Record<string, Scene> = {
  'POST /v1/auth/codes': async () => ({ body: { phone: newcomer().phone } }),
  'POST /v1/auth/sessions': async ({ api }) => {
    const { phone } = newcomer();
    return { body: { phone, ...(await codeFor(api, phone)) } };
  },
  'POST /v1/auth/sessions/refresh': async ({ api }) => {
    const { refreshToken } = await logIn(api, newcomer().phone);
    return { body: { refreshToken } };
  },
  'POST /v1/me/identity-verification': async (world) => {
    const caller = await world.callers.create('citizen');
    const citizen = await caller.citizen();
    const documentIds = [
      await citizen.upload('id_card_front'),
      await citizen.upload('id_card_back'),
    ];
    const { realName: name, idNumber } = caller.identity;
    return { caller, body: { name, idNumber, documentIds } };
  },
  'POST /v1/me/licence': async (world) => {
    const { caller, licence } = await withoutLicence(world);
    return { caller, body: licence };
  },
  'POST /v1/me/organisations': async (world) => {
    const caller = world.driver();
    const citizen = await caller.citizen();
    const kinds = ['business_licence', 'authorisation'] as const;
    const documentIds = await Promise.all(kinds.map((kind) => citizen.upload(kind)));
    const organisationCode = newOrganisationCode();
    return { caller, body: { organisationCode, name: '杭州某某商贸有限公司', documentIds } };
  },
  'POST /v1/bindings': async (world) => {
    const caller = world.driver();
    const { plateNumber, plateType, engineNumber } = await world.carOf(await caller.citizen());
    const engineNumberLast6 = engineNumber.slice(-6);
    return { caller, body: { plateNumber, plateType, engineNumberLast6, relation: 'own' } };
  },
  'POST /v1/bindings/{bindingId}/consent': async (world) => {
    const { bindingId, owner } = await asked(world);
    return { caller: owner, ids: { bindingId }, body: { decision: 'grant' } };
  },
  'POST /v1/vehicles/{vehicleId}/share-codes': async (world) => {
    const caller = world.driver();
    const { vehicleId } = await world.carOf(await caller.citizen());
    return { caller, ids: { vehicleId } };
  },
  'POST /v1/violations/{violationId}/acceptances': async (world) => {
    const { caller, violationId } = await noticed(world);
    return { caller, ids: { violationId }, body: { iWasTheDriver: true } };
  },
  'POST /v1/violations/{violationId}/disputes': async (world) => {
    const { caller, violationId } = await noticed(world);
    const body = { ground: 'plate_misread', statement: '车牌末位是8不是B', documentIds: [] };
    return { caller, ids: { violationId }, body };
  },
  'DELETE /v1/handlings/{handlingId}': async (world) => {
    const { caller, handlingId } = await accepted(world);
    return { caller, ids: { handlingId } };
  },
  'DELETE /v1/disputes/{disputeId}': async (world) => {
    const { caller, disputeId } = await disputed(world);
    return { caller, ids: { disputeId } };
  },
  'POST /v1/orders/{orderId}/payments': async (world) => {
    const { caller, orderId } = await accepted(world);
    return { caller, ids: { orderId }, body: { provider: 'sandbox' } };
  },
  'POST /v1/me/points/studies': async (world) => {
    const caller = world.driver();
    const study = { kind: 'online', certificate: `FUZZ-${newcomer().idNumber}` } as const;
    await certify(await world.staff('registrar'), await caller.citizen(), study);
    return { caller, body: study };
  },
  'POST /v1/me/sanction-cases/{caseId}/answers': async (world) => {
    const { caseId, seller } = await sanctionCase(world, 'notice');
    const body = { statement: 'I drove myself, and was paid nothing', documentIds: [] };
    return { caller: seller, ids: { caseId }, body };
  },
};

/** Of programs beside people. */
const OF_SANDBOX: Record<string, Scene> = {
  'POST /v1/sandbox/payments/{paymentId}/outcome': async (world) => {
    const { caller, orderId } = await accepted(world);
    const { api } = await caller.citizen();
    const path = `/v1/orders/${orderId}/payments`;
    const { paymentId } = await ok(api.post<Payment>(path, { provider: 'sandbox' }));
    return { ids: { paymentId }, body: { outcome: 'succeed' } };
  },
  'POST /v1/sandbox/clock': async () => ({ body: { advanceSeconds: 1 } }),
  'PUT /v1/sandbox/accounts': async () => ({ body: { items: [] } }),
};

/** What the registrar enters. */
const OF_REGISTERS: Record<string, Scene> = {
  'PUT /v1/registry/licences': async () => ({ body: newcomer().registry }),
  'PUT /v1/registry/vehicles': async () => ({ body: newCarOf(newcomer()) }),
  'POST /v1/registry/violations': async (world) => ({ body: newViolationOf(world.victim(0).car) }),
  'PUT /v1/registry/study-certificates': async (world) => {
    const { licenceNumber } = world.victim(0).registry;
    const certificate = `FUZZ-${newcomer().idNumber}`;
    return { body: { certificate, kind: 'online', licenceNumber, completedOn: today() } };
  },
  'PUT /v1/registry/opening-balances': async (world) => {
    const { registry } = newcomer();
    await registerLicence(await world.staff('registrar'), registry);
    const { licenceNumber } = registry;
    const asOf = today();
    return { body: { licenceNumber, points: 3, slots: [], asOf, source: '旧系统' } };
  },
  'GET /v1/registry/violations/{noticeNumber}': async (world) => {
    const { noticeNumber } = await world.violationOf(world.victim(1).car);
    return { ids: { noticeNumber } };
  },
  'PATCH /v1/registry/violations/{noticeNumber}': async (world) => {
    const { noticeNumber } = await world.violationOf(world.victim(1).car);
    return {
      ids: { noticeNumber },
      body: { reason: 'The camera was set wrongly', place: '天目山路' },
    };
  },
  'DELETE /v1/registry/violations/{noticeNumber}': async (world) => {
    const { noticeNumber } = await world.violationOf(world.victim(2).car);
    return { ids: { noticeNumber }, body: { reason: 'The camera was set wrongly' } };
  },
};

export const SCENES: Readonly<Record<string, Scene>> = {
  ...OF_PEOPLE,
  ...OF_SANDBOX,
  ...OF_REGISTERS,
  ...STAFF_SCENES,
};
