import { deviceNameOf, deviceOf } from './device';

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
const NEWER = CHROME.replace('131', '140');
const EDGE = `${CHROME} Edg/131.0.0.0`;
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';

describe('what tells one device from another', () => {
  it.each([
    [CHROME, '203.0.113.7', 'Chrome Windows 203.0'],
    [NEWER, '203.0.7.9', 'Chrome Windows 203.0'],
    [EDGE, '203.0.113.7', 'Edg Windows 203.0'],
    [SAFARI, '2001:db8:1:2::7', 'Safari iPhone 2001:db8'],
    ['curl/8.5.0', '::ffff:198.51.100.1', 'curl 198.51'],
    [undefined, '127.0.0.1', '127.0'],
    ['x'.repeat(300), '::1', 'x'.repeat(100)],
  ])('§1.session.device: of %s from %s is %s', (userAgent, address, device) => {
    expect(deviceOf(userAgent, address)).toBe(device);
  });

  it('§1.session.listed: is named without the address, and not at all where the program says nothing', () => {
    expect(deviceNameOf(SAFARI)).toBe('Safari iPhone');
    expect(deviceNameOf('x'.repeat(300))).toBe('x'.repeat(100));
    expect(deviceNameOf(undefined)).toBeUndefined();
    expect(deviceNameOf('')).toBeUndefined();
  });
});
