/** The routes a controller's decorators declare. */
export function routesIn(source: string): string[] {
  const decorators =
    /@(Controller|Get|Post|Put|Patch|Delete|Sse)\(\s*(?:\{[^}]*?\bpath:\s*)?(?:\[([^\]]*)\]|(['"`])(.*?)\3)?/gs;
  let prefix = '';
  const routes: string[] = [];
  for (const [, name = '', list, , single = ''] of source.matchAll(decorators)) {
    const paths =
      list === undefined ? [single] : list.split(',').map((one) => one.trim().slice(1, -1));
    if (name === 'Controller') prefix = paths[0] ?? '';
    else {
      const verb = name === 'Sse' ? 'GET' : name.toUpperCase();
      routes.push(...paths.map((path) => unnamed(`${verb} /${prefix}/${path}`)));
    }
  }
  return routes;
}

/** Two spellings of one route made equal: `GET /v1/bindings/{id}` and `GET /bindings/:bindingId` → `GET /bindings/{}`. */
export function unnamed(route: string): string {
  const [verb = '', path = ''] = route.split(' ');
  const parts = path.split('/').filter((part) => part !== '');
  if (parts[0] === 'v1') parts.shift();
  return `${verb} /${parts.map((part) => (/^[:{]/.test(part) ? '{}' : part)).join('/')}`;
}
