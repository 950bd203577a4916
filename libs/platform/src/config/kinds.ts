import { isIPv4, isIPv6 } from 'node:net';

/** What an environment variable may hold: the rule in words, an example, and how text becomes a value (`undefined` = against the rule). */
export interface Kind<Value> {
  rule: string;
  example: string;
  /** A secret's value is never printed. */
  secret?: true;
  /** The secrets that a value consists of, by which it is told from those that everybody knows. */
  secretsOf?(value: Value): readonly Uint8Array[];
  read(text: string): Value | undefined;
}

export function wholeNumber(min: number, max: number): Kind<number> {
  return {
    rule: `a whole number from ${min} to ${max}`,
    example: String(min),
    read: (text) => {
      const value = Number(text);
      return /^-?\d{1,15}$/.test(text) && value >= min && value <= max ? value : undefined;
    },
  };
}

export function trueOrFalse(): Kind<boolean> {
  return {
    rule: 'true or false',
    example: 'true',
    read: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
  };
}

export function oneOf<const Choice extends string>(
  ...choices: [Choice, ...Choice[]]
): Kind<Choice> {
  return {
    rule: `one of ${choices.join(', ')}`,
    example: choices[0],
    read: (text) => choices.find((choice) => choice === text),
  };
}

/** Text of a given form; `rule` says it in words. */
export function textLike(pattern: RegExp, rule: string, example: string): Kind<string> {
  return { rule, example, read: (text) => (pattern.test(text) ? text : undefined) };
}

/** A shared secret as text of at least `minLength` characters. */
export function secretText(minLength: number): Kind<string> {
  return {
    rule: `a secret of at least ${minLength} characters`,
    example: '$(openssl rand -base64 32)',
    secret: true,
    secretsOf: (text) => [Buffer.from(text)],
    read: (text) => (text.length >= minLength ? text : undefined),
  };
}

/** An absolute URL with one of the schemes; never printed, because it may hold a password. */
export function urlOf(...schemes: [string, ...string[]]): Kind<string> {
  return {
    rule: `a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
    example: `${schemes[0]}://127.0.0.1`,
    secret: true,
    read: (text) => {
      const scheme = /^([a-z+]+):\/\/[^\s/]+/.exec(text)?.[1];
      return scheme !== undefined && schemes.includes(scheme) ? text : undefined;
    },
  };
}

/** Addresses and networks (`10.0.0.0/8`), none or several. */
export function networkList(): Kind<string[]> {
  return {
    rule: 'a list of addresses or networks, such as 10.0.0.0/8 or fd00::/8',
    example: '127.0.0.1,10.0.0.0/8',
    read: (text) => {
      const networks = text.split(',').map((part) => part.trim());
      return networks.every(isNetwork) ? networks : undefined;
    },
  };
}

/** A prefix of no bits would be everybody. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const most = isIPv4(address) ? 32 : isIPv6(address) ? 128 : 0;
  if (most === 0 || rest.length > 0) return false;
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= most);
}

/** A key of exactly `bytes` bytes in base64. */
export function keyOf(bytes: number): Kind<Buffer> {
  return {
    rule: `${bytes} random bytes in base64`,
    example: `$(openssl rand -base64 ${bytes})`,
    secret: true,
    secretsOf: (key) => [key],
    read: (text) => readKey(text, bytes),
  };
}

export interface NamedKey {
  keyId: string;
  key: Buffer;
}

/** `k2:base64,k1:base64`: the first encrypts, all decrypt; key ids are distinct. */
export function keyRing(bytes: number): Kind<NamedKey[]> {
  return {
    rule: `a list id:key, newest first, each key ${bytes} random bytes in base64 and each id 1–16 letters or digits used once`,
    example: `k1:$(openssl rand -base64 ${bytes})`,
    secret: true,
    secretsOf: (keys) => keys.map(({ key }) => key),
    read: (text) => {
      const keys = text.split(',').map((part) => {
        const [keyId = '', encoded = ''] = part.trim().split(':', 2);
        const key = readKey(encoded, bytes);
        return key && /^[A-Za-z0-9]{1,16}$/.test(keyId) ? { keyId, key } : undefined;
      });
      const valid = keys.filter((key) => key !== undefined);
      const distinct = new Set(valid.map((key) => key.keyId)).size;
      return valid.length === keys.length && distinct === keys.length ? valid : undefined;
    },
  };
}

function readKey(text: string, bytes: number): Buffer | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const key = Buffer.from(text, 'base64');
  return key.length === bytes ? key : undefined;
}
