import { isIPv6 } from 'node:net';

/** Beyond every address; what a proxy may name instead is cut there. */
const LONGEST = 64;

/** By what an address is counted: of IPv6 its first 64 bits, since whoever has one has all of them. */
export function networkOf(address: string | undefined): string {
  const plain = (address ?? 'none').replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return plain.slice(0, LONGEST);
  const [whole = ''] = plain.split('%', 1);
  const { hostname } = new URL(`http://[${whole}]`);
  const [before = '', after = ''] = hostname.slice(1, -1).split('::', 2);
  const [head, tail] = [before, after].map((part) => (part === '' ? [] : part.split(':')));
  const left = Array<string>(8 - (head?.length ?? 0) - (tail?.length ?? 0)).fill('0');
  const groups = [...(head ?? []), ...left, ...(tail ?? [])];
  return `${groups.slice(0, 4).join(':')}::/64`;
}
