import { addDays, type ViolationDecided } from '@demerit/contracts';
import { CycleEndingsService } from '../src/roll-over/cycle-endings.service';
import { givenRequest } from './given';
import {
  claimed,
  connection,
  entriesOf,
  hear,
  licenceOf,
  moveClockTo,
  on,
  record,
  replicas,
  reserve,
  RUN,
  startReplicas,
  stopReplicas,
} from './given-replicas';
import type { VehicleDocument } from '../src/limits/limits.types';
import type { LicenceDocument } from '../src/account/account.types';
import { StatementService } from '../src/statement/statement.service';
import { ReservationsService } from '../src/reservations/reservations.service';
import { RollOverService } from '../src/roll-over/roll-over.service';
import { verifyLedger } from '../src/verification/verification';

/** Two replicas on one real database when cycles end. rules.md §4.cycle-end, §7. */

beforeAll(startReplicas, 60_000);

afterAll(stopReplicas, 60_000);

describe(`ends of cycles on a real database (${RUN})`, () => {
  afterEach(async () => {
    expect((await verifyLedger(connection())).differences).toEqual([]);
  }, 60_000);

  test('§4.cycle-end.clears: the end of the cycle, written by two replicas at once for many: once for each, and the same as was read before', async () => {
    await record(await reserve('full', 12));
    const template = (await licenceOf('full'))!;
    const many = Array.from({ length: 1_000 }, (_, n) => ({
      ...template,
      _id: `lic_idle${n}`,
      accountId: `acc_idle${n}`,
      version: 1,
      seq: 0,
      balance: 0,
      lastHash: '',
      holds: [],
      fullScores: [],
      education: undefined,
      cycles: [],
    }));
    await connection()
      .collection<LicenceDocument>('licences')
      .insertMany(many, { ignoreUndefined: true });
    await record(await reserve('saver', 3));
    await record(await reserve('late', 6), 'overdue');
    await record(await reserve('late', 3));
    await claimed('late');
    const caller = { accountId: 'acc_late', roles: ['citizen' as const] };
    moveClockTo('2028-02-01');
    expect(await on(StatementService).statement(caller)).toMatchObject({ recorded: 6 });
    await Promise.all(replicas.map((replica) => replica.get(RollOverService).run()));
    await on(RollOverService).run();
    await on(RollOverService).run();
    expect(await entriesOf('saver')).toEqual([
      'reserve 3 → 0',
      'record 3 → 3',
      'clear_at_cycle_end 3 → 0',
    ]);
    expect((await entriesOf('late')).slice(-2)).toEqual([
      'clear_at_cycle_end 9 → 0',
      'carry_in 6 → 6',
    ]);
    expect(await licenceOf('full')).toMatchObject({ balance: 12, cycleStartsOn: '2028-01-11' });
    const licences = connection().collection<LicenceDocument>('licences');
    expect(await licences.countDocuments({ cycleEndsBefore: { $lt: '2029-01-11' } })).toBe(0);
  }, 120_000);

  test('the end of a cycle with unpaid fines, looked for by two replicas at once and again: told once', async () => {
    await claimed('owing');
    const handlingId = await reserve('owing', 3);
    const { cycleEndsBefore } = (await licenceOf('owing'))!;
    moveClockTo(addDays(cycleEndsBefore, -30));
    await hear(ReservationsService, async (ledger, session) => {
      const event = { orderId: 'ord_1', handlingId };
      await ledger.decided(event as ViolationDecided, session);
    });
    const looking = [...replicas, ...replicas].map(async (replica) => {
      const endings = replica.get(CycleEndingsService, { strict: false });
      endings.lookAgain();
      await endings.run();
    });
    await Promise.all(looking);
    const rows = connection().collection('outbox').find({ 'payload.licenceId': 'lic_owing' });
    const announcements = (await rows.toArray()).filter(
      ({ type }) => type === 'cycle.ending-unpaid',
    );
    expect(announcements).toMatchObject([
      { payload: { cycleEndsOn: addDays(cycleEndsBefore, -1), unpaidFines: 1 } },
    ]);
  }, 60_000);

  test('§4.limits.licence-cycle §4.limits.vehicle-cycle: a handling takes its slots in the cycles of its decision: the licence’s, and the vehicle’s own year', async () => {
    const decidedAt = '2028-02-01T04:00:00Z';
    moveClockTo('2028-07-01');
    const firstIssuedOn = '2019-01-11';
    const days = { licenceFirstIssuedOn: firstIssuedOn, vehicleRegisteredOn: '2021-05-05' };
    const handling = { handlingId: 'hdl_cycles', licenceId: 'lic_cycles', vehicleId: 'veh_cycles' };
    await on(ReservationsService).reserve(givenRequest({ ...handling, ...days, decidedAt }));
    const vehicles = connection().collection<VehicleDocument>('vehicles');
    expect([
      await licenceOf('cycles'),
      await vehicles.findOne({ _id: 'veh_cycles' }),
    ]).toMatchObject([
      { cycles: [{ startsOn: '2028-01-11', endsBefore: '2029-01-11' }] },
      { cycles: [{ startsOn: '2027-05-05', endsBefore: '2028-05-05' }] },
    ]);
  }, 60_000);

  test('§4.cycle-end.reads: a reader of entries sees the end of a cycle that nobody has written', async () => {
    await claimed('reader');
    await record(await reserve('reader', 3));
    moveClockTo('2029-02-01');
    const caller = { accountId: 'acc_reader', roles: ['citizen' as const] };
    const { items } = await on(StatementService).entriesOf({ caller, page: {} });
    expect(items[0]).toMatchObject({ type: 'clear_at_cycle_end', points: 3, balance: 0 });
  }, 60_000);
});
