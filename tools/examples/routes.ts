/** Routes that the document does not have: itself, its pages, and what only Prometheus reads. */
const ASIDE = /^GET \/(docs(\/.*)?|openapi\.json|metrics)$/;

export function isInDocument(route: string): boolean {
  return !ASIDE.test(route);
}

/** The route of these (`GET /v1/orders/{orderId}`) that a request is for; one without parameters comes before one with. */
export function routeOf(
  routes: readonly string[],
  method: string,
  path: string,
): string | undefined {
  const [plain = ''] = path.split('?');
  const called = `${method} ${plain}`;
  if (routes.includes(called)) return called;
  return routes.find((route) => {
    const pattern = route.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/]+');
    return route.includes('{') && new RegExp(`^${pattern}$`).test(called);
  });
}
