import { isIPv4, isIPv6 } from 'node:net';

/** Beyond every address; what a proxy may name instead is cut there. */
const LONGEST = 64;

/** By what an address is counted: of IPv6 its first 64 bits, since whoever has one has all of them. */
export function networkOf(address: string | undefined): string {
  // Most are; reading any other costs more than the rest of what is done with it.
  if (address !== undefined && isIPv4(address)) return address;
  const plain = withoutPort(address ?? 'none');
  if (!isIPv6(plain)) return plain.slice(0, LONGEST);
  const [whole = ''] = plain.split('%', 1);
  const { hostname } = new URL(`http://[${whole}]`);
  const [before = '', after = ''] = hostname.slice(1, -1).split('::', 2);
  const [head, tail] = [before, after].map((part) => (part === '' ? [] : part.split(':')));
  const left = Array<string>(8 - (head?.length ?? 0) - (tail?.length ?? 0)).fill('0');
  const groups = [...(head ?? []), ...left, ...(tail ?? [])];
  return ipv4In(groups) ?? `${groups.slice(0, 4).join(':')}::/64`;
}

/** Some proxies name the port too, which is another one with each connection. */
function withoutPort(address: string): string {
  const [, within] = /^\[(.*)\](?::\d+)?$/.exec(address) ?? [];
  return within ?? address.replace(/^([\d.]+):\d+$/, '$1');
}

/** `::ffff:192.0.2.7`, however it is written. */
function ipv4In(groups: readonly string[]): string | undefined {
  if (groups.slice(0, 6).join() !== '0,0,0,0,0,ffff') return undefined;
  const bytes = groups.slice(6).flatMap((group) => {
    const both = Number.parseInt(group, 16);
    return [both >> 8, both & 255];
  });
  return bytes.join('.');
}
