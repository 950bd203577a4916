import fastify from 'fastify';
import { networkOf } from './network';

describe('the address of a caller', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['192.0.2.77:1234', '192.0.2.77'],
    ['[2001:db8:1:2::9]:443', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::9]', '2001:db8:1:2::/64'],
    ['::ffff:c000:024d', '192.0.2.77'],
    ['[::FFFF:192.0.2.77]:80', '192.0.2.77'],
    ['0:0:0:0:0:ffff:192.0.2.77', '192.0.2.77'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
    ['x'.repeat(65), 'x'.repeat(64)],
    [undefined, 'none'],
  ])('§1.code.address: %s is counted as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it.each<[string, string[] | false, string, string]>([
    ['that no proxy is trusted', false, '192.0.2.7', '127.0.0.1'],
    ['another proxy', ['10.0.0.0/8'], '192.0.2.7', '127.0.0.1'],
    ['the proxy', ['127.0.0.1', '10.0.0.0/8'], '192.0.2.7', '192.0.2.7'],
    [
      'the proxy, and what a caller wrote before',
      ['127.0.0.0/8'],
      '8.8.8.8, 192.0.2.7',
      '192.0.2.7',
    ],
    ['two proxies in a row', ['127.0.0.1', '10.0.0.0/8'], '192.0.2.7, 10.0.0.9', '192.0.2.7'],
  ])('§1.code.address: given %s, then TRUST_PROXY decides', async (_what, trusted, sent, read) => {
    const server = fastify({ trustProxy: trusted });
    server.get('/', async ({ ip }) => networkOf(ip));
    const { body } = await server.inject({ url: '/', headers: { 'x-forwarded-for': sent } });
    expect(body).toBe(read);
    await server.close();
  });
});
