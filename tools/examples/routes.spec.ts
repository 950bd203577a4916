import { routeOf } from './routes';

const ROUTES = ['GET /', 'GET /v1/me', 'DELETE /v1/things/{thingId}', 'DELETE /v1/things/current'];

describe('the route of a request', () => {
  it.each([
    ['GET', '/', 'GET /'],
    ['GET', '/v1/me?limit=1', 'GET /v1/me'],
    ['DELETE', '/v1/things/thg_1', 'DELETE /v1/things/{thingId}'],
    ['DELETE', '/v1/things/current', 'DELETE /v1/things/current'],
    ['DELETE', '/v1/things/thg_1/parts', undefined],
    ['POST', '/v1/me', undefined],
    ['GET', '/v1/me.', undefined],
  ])('%s %s is %s', (method, path, route) => {
    expect(routeOf(ROUTES, method, path)).toBe(route);
  });
});
