/**
 * What differs from run to run, and what stands for it in an example: the first of its kind met, the second and so on. All of it is made up:
 * 330199 belongs to no district, and no number or name is somebody's.
 */
export interface Kind {
  /** Of the field's name, where the value alone does not say what it is. */
  field?: RegExp;
  value: RegExp;
  /** For the n-th of them, from 1. */
  standIn: (n: number, original: string) => string;
}

const NAMES = ['张三', '李四', '王五', '赵六', '孙七', '周八'];
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CREDIT_SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** What stands in sentences and needs no field to say what it is: plates, ids, and numbers that a machine made. */
export const EMBEDDED =
  /\p{Script=Han}[A-Z](?=[A-Z0-9]*[0-9])[A-Z0-9]{5,6}(?![A-Z0-9])|\b[a-z]{3}_[0-9a-z]{26}\b|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/giu;

/** Longer than a number that might stand for something else, such as a code of the catalogue. */
const RUNNING = /^(.*?)([0-9]{6,})$/;
const HAN = '\\p{Script=Han}';

export const KINDS: readonly Kind[] = [
  { field: /^(cursor|nextCursor)$/, value: /./, standIn: () => 'example-cursor' },
  { field: /^(kid|x|y)$/, value: /^.{16,}$/, standIn: (n) => `example-${padded(n, 6)}` },
  { value: /^[0-9]{17}[0-9X]$/, standIn: idNumber },
  { value: /^[0-9]{3}\*{11}[0-9X]{4}$/, standIn: () => '330***********0011' },
  { value: /^[0-9A-Z]{3}\*{11}[0-9A-Z]{4}$/, standIn: () => '913***********0016' },
  { value: /^[0-9]{3}\*{4}[0-9]{4}$/, standIn: () => '199****0001' },
  {
    field: /^name(Masked)?$/,
    value: new RegExp(`^${HAN}\\*{1,3}$`, 'u'),
    standIn: (_, masked) => masked.replace(/^./u, '张'),
  },
  { value: /^[0-9]{4}-[0-9]{8}-[0-9A-Z]{12}$/, standIn: (n) => `3301-20260302-${padded(n, 12)}` },
  { value: /^R[0-9]{4}-[0-9]{8}$/, standIn: (n) => `R2026-${padded(n, 8)}` },
  { value: /^1[3-9][0-9]{9}$/, standIn: (n) => String(19_900_000_000 + n) },
  { field: /organisationCode$/i, value: /^[0-9A-Z]{18}$/, standIn: organisationCode },
  {
    field: /(^|[a-z])VIN$|^vin$/i,
    value: /^[A-Z0-9]{17}$/,
    standIn: vehicleNumber,
  },
  { field: /^(vinLast6|engineNumberLast6)$/, value: /^.{6}$/, standIn: (n) => padded(n, 6) },
  { field: /^engineNumber$/, value: /^.+$/, standIn: (n) => `AAA${padded(n, 6)}` },
  { value: new RegExp(`^${HAN}[A-Z][A-Z0-9]{5,6}$`, 'u'), standIn: plate },
  {
    field: /name$/i,
    value: new RegExp(`^${HAN}{2,4}$`, 'u'),
    standIn: (n) => NAMES[(n - 1) % NAMES.length] ?? '',
  },
  { field: /token$/i, value: /^.{20,}$/, standIn: (n) => `example-token-${String(n)}` },
  {
    value: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    standIn: (n) => `00000000-0000-4000-8000-${padded(n, 12)}`,
  },
  {
    field: /Ids?$|^id$|^(subject|actor)$/,
    value: /^\w{1,4}[_-].{8,}$/,
    standIn: (n, id) => `${prefixOf(id)}${padded(n, 6)}`,
  },
  {
    field: /Ids?$|^(subject|actor)$/,
    value: /^[\w-]{16,}=*$/,
    standIn: (n) => `example-${padded(n, 6)}`,
  },
  { value: /^[0-9a-f]{64}$/, standIn: (n) => padded(n, 64) },
  {
    field: /code$/i,
    value: /^(?=.*[0-9])[0-9A-Za-z-]{6,}$/,
    standIn: (n, original) => padded(n, original.length),
  },
  {
    field: /Number$/,
    value: RUNNING,
    standIn: (n, one) =>
      one.replace(RUNNING, (_, head: string, digits: string) => head + padded(n, digits.length)),
  },
];

function prefixOf(id: string): string {
  return /^\w{1,4}[_-]/.exec(id)?.[0] ?? '';
}

function padded(n: number, length: number): string {
  return String(n).padStart(length, '0');
}

/** GB 11643: the last sign is a weighted sum modulo 11. */
function idNumber(n: number): string {
  const first17 = `33019919900101${padded(n, 3)}`;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(first17[at]), 0);
  return first17 + ('10X98765432'[sum % 11] ?? '');
}

/** GB 32100: the last sign is a weighted sum modulo 31. */
function organisationCode(n: number): string {
  const first17 = `91330106MA${padded(n, 7)}`;
  const sum = [...first17].reduce(
    (total, sign, at) => total + CREDIT_SIGNS.indexOf(sign) * (3 ** at % 31),
    0,
  );
  return first17 + (CREDIT_SIGNS[(31 - (sum % 31)) % 31] ?? '');
}

const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
/** By letters, of which there are no I, O and Q; a digit stands for itself. */
const VIN_VALUES = '.ABCDEFGH..JKLMN.P.R..STUVWXYZ';

/** GB 16735: the ninth sign is a weighted sum of the others modulo 11. */
function vehicleNumber(n: number): string {
  const [head, tail] = ['LSVAA000', padded(n, 8)];
  const sum = [...head, '0', ...tail].reduce((total, sign, at) => {
    const value = VIN_VALUES.indexOf(sign) % 10;
    return total + (VIN_WEIGHTS[at] ?? 0) * (/[0-9]/.test(sign) ? Number(sign) : value);
  }, 0);
  return head + ('0123456789X'[sum % 11] ?? '') + tail;
}

/** As long as the original: those of new energy have a sign more. */
function plate(n: number, original: string): string {
  return original.length === 8 ? `浙AD${padded(n, 5)}` : `浙A${padded(n, 5)}`;
}
