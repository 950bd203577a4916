import { isIPv4 } from 'node:net';

/** Which of these a browser says it is; several name others beside themselves, so the order counts. */
const FAMILIES = ['MicroMessenger', 'Edg', 'OPR', 'Firefox', 'Chrome', 'Safari'];
const SYSTEMS = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS X', 'Linux'];

/** What tells one device from another, coarsely: the family of the program and of its system, and the block of the address. */
export function deviceOf(userAgent: string | undefined, address: string): string {
  return [...familyOf(userAgent ?? ''), blockOf(address)].join(' ').slice(0, 100);
}

/** Of that, what its owner recognises; nothing of a program that does not say what it is. */
export function deviceNameOf(userAgent: string | undefined): string | undefined {
  const name = familyOf(userAgent ?? '')
    .join(' ')
    .slice(0, 100);
  return name === '' ? undefined : name;
}

function familyOf(userAgent: string): string[] {
  const family = FAMILIES.find((name) => userAgent.includes(name)) ?? userAgent.split(/[/ ]/, 1)[0];
  const system = SYSTEMS.find((name) => userAgent.includes(name));
  return [family, system].filter((name) => name !== undefined && name !== '') as string[];
}

/** A network's first 16 bits, of IPv6 its first 32: addresses of one person change within it. */
function blockOf(address: string): string {
  const v4 = address.replace(/^::ffff:/i, '');
  if (isIPv4(v4)) return v4.split('.').slice(0, 2).join('.');
  return address.split(':').slice(0, 2).join(':');
}
