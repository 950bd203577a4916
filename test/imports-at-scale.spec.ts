import { randomInt } from 'node:crypto';
import { addDays, checkDigit, shanghaiDay } from '@demerit/contracts';
import { isFullSize } from '../tools/dev/home/under-test';
import { domainNow, mibOf } from './support';
import { importLines } from './support/imports';

/** `IMPORT_ROWS=1000000`: as many as anybody likes, in the same memory. */
const ROWS = Number(process.env['IMPORT_ROWS'] ?? (isFullSize ? 300_000 : 10_000));
const LOOK_EVERY_MS = 250;
/** What a process may grow by after the first quarter of the rows, when its heap has its size; garbage not yet collected is among it. */
const GROWTH_MIB = 128;
const LINES_A_PIECE = 200;
const PROVINCES = Array.from('京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼');
const PLACES = PROVINCES.flatMap((province) => Array.from('MNPQRSTUVWXYZ', (at) => province + at));

// A row takes well below a millisecond where nothing else runs.
jest.setTimeout(60_000 + ROWS * 6);

const firstPlace = randomInt(PLACES.length);
const run = String(randomInt(1e6)).padStart(6, '0');
let today: string;

/** A hundred thousand numbers a place; no other flow has cars from there. */
function plateOf(index: number): string {
  const place = PLACES[(firstPlace + Math.floor(index / 100_000)) % PLACES.length] ?? '';
  return place + String(index % 100_000).padStart(5, '0');
}

/** A thousand people a birthday. */
function idNumberOf(index: number): string {
  const born = addDays('1950-01-01', Math.floor(index / 1000)).replaceAll('-', '');
  const first17 = `330199${born}${String(index % 1000).padStart(3, '0')}`;
  return first17 + checkDigit(first17);
}

function vehicle(index: number): object {
  const number = String(index).padStart(8, '0');
  return {
    plateNumber: plateOf(index),
    plateType: 'small',
    // Made abroad: position 9 checks nothing.
    vin: `WVW${run}${number}`,
    engineNumber: `ABC${number}`,
    commercial: false,
    registeredOn: '2020-03-04',
    owner: {
      idNumber: idNumberOf(index),
      phone: `139${number}`,
      licenceNumber: idNumberOf(index),
    },
  };
}

function violation(index: number): object {
  return {
    noticeNumber: `${run}-${index}`,
    plateNumber: plateOf(index),
    plateType: 'small',
    code: '1357',
    occurredAt: '2026-03-02T08:00:00+08:00',
    place: '文三路与学院路路口',
    jurisdiction: 'CN-3301',
  };
}

function licence(index: number): object {
  return {
    licenceNumber: idNumberOf(index),
    fileNumber: String(index).padStart(12, '0'),
    idNumber: idNumberOf(index),
    class: 'C1',
    firstIssuedOn: '2020-03-04',
    validUntil: null,
  };
}

/** Each of one vehicle of the file before. */
function openingBalance(index: number): object {
  return {
    licenceNumber: idNumberOf(index),
    points: index % 13,
    slots: [{ plateType: 'small', plateNumber: plateOf(index) }],
    asOf: today,
    source: '旧系统',
  };
}

function* linesOf(make: (index: number) => object, from: number, to: number): Generator<string> {
  for (let index = from; index < to; index += LINES_A_PIECE) {
    let piece = '';
    for (let one = index; one < Math.min(index + LINES_A_PIECE, to); one += 1)
      piece += `${JSON.stringify(make(one))}\n`;
    yield piece;
  }
}

/** Who takes in what a register is sent. */
const SERVICE_OF = {
  vehicles: 'vehicles',
  licences: 'identity',
  'opening-balances': 'ledger',
  violations: 'violations',
} as const;

interface Imported {
  seconds: number;
  /** The most that each process held meanwhile, in MiB. */
  peaks: Map<string, number>;
}

async function imported(
  register: keyof typeof SERVICE_OF,
  make: (index: number) => object,
  [from, to]: [number, number],
): Promise<Imported> {
  const names = ['gateway', SERVICE_OF[register]] as const;
  const peaks = new Map<string, number>();
  const look = (): void => {
    for (const name of names) peaks.set(name, Math.max(peaks.get(name) ?? 0, mibOf(name)));
  };
  const watch = setInterval(look, LOOK_EVERY_MS);
  const startedAt = performance.now();
  try {
    const reply = await importLines(register, linesOf(make, from, to));
    expect(reply).toEqual({ status: 200, body: { accepted: to - from, rejected: [] } });
    look();
    return { seconds: (performance.now() - startedAt) / 1_000, peaks };
  } finally {
    clearInterval(watch);
  }
}

const rates: string[] = [];

beforeAll(async () => {
  today = shanghaiDay(await domainNow());
});

afterAll(() => {
  process.stdout.write(`${rates.join('\n')}\n`);
});

describe(`given ${ROWS} rows in one file`, () => {
  it.each([
    ['vehicles', vehicle],
    ['licences', licence],
    ['opening-balances', openingBalance],
    ['violations', violation],
  ] as const)(
    'when %s are imported, then memory does not grow with their number',
    async (register, make) => {
      const quarter = Math.floor(ROWS / 4);
      const few = await imported(register, make, [0, quarter]);
      const many = await imported(register, make, [quarter, ROWS]);
      for (const [name, peak] of many.peaks) {
        const before = few.peaks.get(name) ?? 0;
        rates.push(`${register}: ${name} held ${Math.round(before)} MiB, then ${Math.round(peak)}`);
        expect(peak).toBeLessThan(before + GROWTH_MIB);
      }
      const seconds = few.seconds + many.seconds;
      rates.push(
        `${register}: ${ROWS} rows in ${seconds.toFixed(1)} s, ${Math.round(ROWS / seconds)} a second`,
      );
    },
  );
});
