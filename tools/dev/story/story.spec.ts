import type { Exchange } from '../client/api';
import { recorded } from './story';

const exchange: Exchange = {
  method: 'POST',
  path: '/v1/bindings',
  sent: { plateNumber: '浙A8K2M6' },
  status: 201,
  headers: new Headers({ 'x-request-id': 'r-1' }),
  body: { status: 'pending_consent' },
};

describe('a call written down', () => {
  it('can be sent again by an HTTP client, with its answer as a comment', () => {
    expect(recorded('driver', exchange)).toBe(
      [
        '### driver',
        'POST {{gateway}}/v1/bindings',
        'Authorization: Bearer {{driver}}',
        'Content-Type: application/json',
        '',
        '{\n  "plateNumber": "浙A8K2M6"\n}',
        '',
        '# 201 (request r-1)',
        '# {',
        '#   "status": "pending_consent"',
        '# }',
        '',
      ].join('\n'),
    );
  });

  it('shows no token', () => {
    const session = {
      ...exchange,
      path: '/v1/auth/sessions',
      body: { accessToken: 'secret-1', refreshToken: 'secret-2', expiresIn: 900 },
    };
    expect(recorded('driver', session)).not.toMatch(/secret|Bearer/);
  });
});
