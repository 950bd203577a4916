import {
  shanghaiDay,
  type Binding,
  type Dispute,
  type Handling,
  type Payment,
  type RegistryLicence,
  type RegistryVehicle,
  type SanctionCase,
} from '@demerit/contracts';
import {
  advanceClock,
  api,
  bind,
  Citizen,
  dayAgo,
  decideBinding,
  domainNow,
  eventually,
  keyReviewTarget,
  newCar,
  newCarOf,
  newcomer,
  newDrivers,
  ok,
  refused,
  registerLicence,
  registerVehicle,
  requestCar,
  settle,
  soldTo,
} from '../support';
import { disputing } from '../support/disputes';
import { importAll } from '../support/imports';
import {
  everyOffice,
  memberOfStaff,
  noticed,
  openCase,
  type MemberOfStaff,
  type Notice,
  type Office,
} from './office';
import { askToAct, delegate, newOrganisationCode } from '../support/organisations';

const DAY_S = 86_400;

/** What stands about one vehicle, of other people. */
interface OfVehicle {
  car: RegistryVehicle;
  /** Open. */
  notice: Notice;
  handling: Handling;
  dispute: Dispute;
  /** Somebody asks for it. */
  bindingId: string;
  /** Of the money for the handling. */
  differenceId: string;
  /** Of a vehicle that stands to the member of staff in the same way. */
  targetId: string;
  /** Against the driver of the handling; the first names its decision, the second none yet. */
  cases: { named: SanctionCase; open: SanctionCase };
}

/** Everything that a member of staff may have, and what others have of theirs; set up once. */
export interface OwnThings {
  self: MemberOfStaff;
  licenceId: string;
  /** Somebody else, and a violation of theirs. */
  other: Citizen;
  otherLicenceId: string;
  otherNotice: Notice;
  /** In the register; nobody has claimed it. */
  unclaimed: RegistryLicence;
  owned: OfVehicle;
  delegated: OfVehicle;
  bound: OfVehicle;
  /** Of a car that was somebody else's then, as it turned out later. */
  notice: Notice;
  handling: Handling;
  dispute: Dispute;
  ownRequest: Binding;
  /** Of another account that gave the same ID number. */
  accountOfNumber: string;
  organisationRequests: { own: string; others: string };
  targetId: string;
  sanctionCase: SanctionCase;
  /** Against somebody who arranged that their points were traded. */
  caseOfOrganiser: SanctionCase;
  /** Of their own order, and of what they paid for others. */
  differences: { order: string; payer: string };
}

export async function ownThings(): Promise<OwnThings> {
  const office = await everyOffice();
  const self = await memberOfStaff(office);
  const drivers = (await newDrivers(6)) as [Citizen, Citizen, Citizen, Citizen, Citizen, Citizen];
  const [owner, other, first, second, third, asking] = drivers;
  const { licenceId } = await self.points();
  const organisationCode = newOrganisationCode();
  const organisationRequests = {
    own: await delegate(self, organisationCode),
    others: (await ok(askToAct(other, organisationCode))).organisationId,
  };
  const company = { organisationCode, phone: '057188888888' };

  const ownCar = await newCar(self);
  const companyCar = { ...newCarOf(owner.identity), owner: company };
  await registerVehicle(office.registrar, companyCar);
  const usedCar = await newCar(owner);
  await bind(first, ownCar, self);
  await bind(second, usedCar, owner);
  await bind(third, companyCar, self);
  const ownRequest = await bind(self, usedCar, owner);
  const requests = {
    owned: await pending(owner, ownCar, self),
    delegated: await pending(other, companyCar, self),
    bound: await pending(asking, usedCar, owner),
  };
  const vehicles = {
    owned: await ofVehicle(ownCar, { driver: first, disputer: first }, office),
    delegated: await ofVehicle(companyCar, { driver: third, disputer: third }, office),
    bound: await ofVehicle(usedCar, { driver: second, disputer: owner }, office),
  };

  const mine = await acceptedAndSold(self, other, office);
  const otherCar = await newCar(other);
  const paidFor = await ok(other.accept((await noticed(otherCar, office)).violationId));
  const differences = {
    order: await difference(other, mine.handling, office),
    payer: await difference(self, paidFor, office),
  };
  const accountOfNumber = await sameNumber(self);
  const named = [mine.handling.decision.decisionNumber];
  const sanctionCase = await openCase(licenceId, named, office);
  const { licenceId: otherLicenceId } = await other.points();
  const caseOfOrganiser = await openCase(otherLicenceId, named, office, 'organiser');
  await barred(self, owner, office);
  const listings = await listed({ self, owner, driver: first, usedCar, company }, office);
  return {
    ...{ self, licenceId, other, ...mine, ownRequest, accountOfNumber, organisationRequests },
    otherNotice: await noticed(otherCar, office),
    unclaimed: listings.unclaimed,
    owned: { ...vehicles.owned, bindingId: requests.owned, targetId: listings.owned },
    delegated: {
      ...vehicles.delegated,
      bindingId: requests.delegated,
      targetId: listings.delegated,
    },
    bound: { ...vehicles.bound, bindingId: requests.bound, targetId: listings.bound },
    ...{ targetId: listings.person, otherLicenceId, sanctionCase, caseOfOrganiser, differences },
  };
}

/** A request that a reviewer is to decide. */
async function pending(who: Citizen, car: RegistryVehicle, owner: Citizen): Promise<string> {
  const { bindingId } = await requestCar(who, car);
  await owner.grantConsent(bindingId);
  return bindingId;
}

async function ofVehicle(
  car: RegistryVehicle,
  { driver, disputer }: Record<'driver' | 'disputer', Citizen>,
  office: Office,
): Promise<Omit<OfVehicle, 'bindingId' | 'targetId'>> {
  const handling = await ok(driver.accept((await noticed(car, office)).violationId));
  const { licenceId } = await driver.points();
  const named = [handling.decision.decisionNumber];
  const cases = {
    named: await openCase(licenceId, named, office),
    open: await openCase(licenceId, [], office),
  };
  const dispute = await ok(disputing(disputer, (await noticed(car, office)).violationId));
  const differenceId = await difference(driver, handling, office);
  return {
    ...{ car, notice: await noticed(car, office), handling, dispute, differenceId, cases },
  };
}

/** Somebody pays another amount than they were to. */
async function difference(
  { api: payer }: Citizen,
  { orderId }: Handling,
  { officer }: Office,
): Promise<string> {
  const path = `/v1/orders/${String(orderId)}/payments`;
  const payment = await ok(payer.post<Payment>(path, { provider: 'sandbox' }));
  const amountFen = payment.amountFen + 1;
  await ok(settle(payment, { outcome: 'succeed', amountFen }));
  const differenceId = `dif-wrong_amount-${payment.paymentId}`;
  await eventually(async () => {
    const { status } = await officer.get(`/v1/review/reconciliation/${differenceId}`);
    return status === 200;
  });
  return differenceId;
}

/** What is theirs of a car which, as the register says later, was somebody else's by then. */
async function acceptedAndSold(
  self: Citizen,
  buyer: Citizen,
  office: Office,
): Promise<Pick<OwnThings, 'notice' | 'handling' | 'dispute'>> {
  const car = await newCar(self);
  const notice = await noticed(car, office);
  const handling = await ok(self.accept(notice.violationId));
  const dispute = await ok(disputing(self, (await noticed(car, office)).violationId));
  await registerVehicle(office.registrar, soldTo(car, buyer, { ownerSince: dayAgo(30) }));
  return { notice, handling, dispute };
}

async function sameNumber({ identity }: Citizen): Promise<string> {
  const { phone } = newcomer();
  const account = await Citizen.logIn(api(), { ...identity, phone });
  await account.submitIdentity();
  return account.accountId;
}

/** A day later, since one request a day is taken. */
async function barred(self: Citizen, owner: Citizen, { reviewer }: Office): Promise<void> {
  await advanceClock(DAY_S);
  const bindingId = await pending(self, await newCar(owner), owner);
  const body = { decision: 'reject', reason: 'A forged paper', falseMaterial: true } as const;
  await decideBinding(reviewer, bindingId, body);
}

/** Of each vehicle three licences have taken points elsewhere: the fourth is listed, and the vehicle. */
async function listed(
  {
    self,
    owner,
    driver,
    usedCar,
    company,
  }: {
    self: Citizen;
    owner: Citizen;
    driver: Citizen;
    usedCar: RegistryVehicle & { vehicleId: string };
    company: RegistryVehicle['owner'];
  },
  office: Office,
): Promise<
  Record<'owned' | 'delegated' | 'bound' | 'person', string> & Pick<OwnThings, 'unclaimed'>
> {
  const { officer, registrar, reviewer } = office;
  // Nobody can bind these, so that the window takes whoever comes.
  const ownCar = await newCar(self, { commercial: true });
  const companyCar = { ...newCarOf(owner.identity, { commercial: true }), owner: company };
  const companyCarId = await registerVehicle(registrar, companyCar);
  const licences = [newcomer(), newcomer(), newcomer()].map(({ registry }) => registry);
  for (const licence of licences) await registerLicence(registrar, licence);
  const slots = [ownCar, companyCar, usedCar].map(({ plateType, plateNumber }) => {
    return { plateType, plateNumber };
  });
  const asOf = shanghaiDay(await domainNow());
  const balances = licences.map(({ licenceNumber }) => {
    return { licenceNumber, points: 3, slots, asOf, source: '杭州交警支队旧系统' };
  });
  const { accepted } = await importAll('opening-balances', balances);
  if (accepted !== balances.length) throw new Error(`only ${String(accepted)} were taken`);
  const beyond = async (car: RegistryVehicle) => (await noticed(car, office)).violationId;
  await refused(self.accept(await beyond(ownCar)), 409, 'VEHICLE_LIMIT_REACHED');
  await refused(owner.accept(await beyond(usedCar)), 409, 'VEHICLE_LIMIT_REACHED');
  const { licenceId } = await driver.points();
  const atWindow = { violationId: await beyond(companyCar), licenceId, iWasTheDriver: true };
  const answer = officer.post('/v1/window/acceptances', atWindow);
  await refused(answer, 409, 'VEHICLE_LIMIT_REACHED');
  const target = async (of: Parameters<typeof keyReviewTarget>[1]) =>
    (await keyReviewTarget(reviewer, of))?.targetId ?? 'none';
  return {
    owned: await target({ vehicleId: ownCar.vehicleId }),
    delegated: await target({ vehicleId: companyCarId }),
    bound: await target({ vehicleId: usedCar.vehicleId }),
    person: await target({ licenceId: (await self.points()).licenceId }),
    unclaimed: licences[0]!,
  };
}
