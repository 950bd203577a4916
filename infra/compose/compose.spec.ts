import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackHome } from '../../tools/dev/home/home';
import { SERVICE_NAMES, type Ports } from '../../tools/dev/home/names';
import { HEAP, servicePrograms } from '../../tools/dev/supervise/services';

const text = (file: string): string => readFileSync(join(__dirname, '../..', file), 'utf8');
const compose = text('docker-compose.yml');
const production = text('docker-compose.production.yml');

/** Code, buffers and stacks of a service under load, without the pages of Node's own file. */
const ROOM_MB = 100;

/** Not on every machine that runs these; `./dev test compose` asks it in any case. */
function hasCompose(): boolean {
  try {
    execFileSync('docker', ['compose', 'version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('docker-compose.yml', () => {
  it('hands every setting of .env.example that is the installation’s own to the services', () => {
    const ownOfTheFile =
      /^(HTTP_|DATABASE_PREFIX|AMQP_NAMESPACE|NODE_ENV|SANDBOX|MONGODB_URL|RABBITMQ_URL|.*_URL$)/;
    const settings = [...text('.env.example').matchAll(/^#?([A-Z][A-Z_]+)=/gm)].map(
      ([, name]) => name ?? '',
    );
    const handedOn = settings.filter((name) => !ownOfTheFile.test(name));
    expect(handedOn.length).toBeGreaterThan(20);
    expect(handedOn.filter((name) => !new RegExp(`^  ${name}:`, 'm').test(compose))).toEqual([]);
  });

  it.each(SERVICE_NAMES)('runs %s', (service) => {
    expect(compose).toContain(`command: [node, dist/apps/${service}/src/main.js]`);
    expect(production).toMatch(new RegExp(`^  ${service}:`, 'm'));
  });

  it('publishes on this machine alone', () => {
    const published = [...compose.matchAll(/ports: \['([^']+)'\]/g)].map(([, port]) => port ?? '');
    expect(published.length).toBe(6);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });
});

describe('memory of a service', () => {
  const numberIn = (source: string, pattern: RegExp): number => Number(pattern.exec(source)?.[1]);
  const flags = HEAP.join(' ');
  const oldMb = numberIn(flags, /--max-old-space-size=(\d+)/);
  const semiMb = numberIn(flags, /--max-semi-space-size=(\d+)/);

  it('is bounded in the local stack too, where no container does it', () => {
    const programs = servicePrograms(stackHome(), {} as Ports, {});
    expect(programs.filter(({ args }) => !args.join(' ').includes(flags))).toEqual([]);
  });

  it('has a young generation of the same size in a container', () => {
    expect(text('Dockerfile')).toContain(`--max-semi-space-size=${semiMb}"`);
  });

  it('leaves room for what is not heap below the limit of its container', () => {
    const limits = [...compose.matchAll(/limits: \{ cpus: '1', memory: (\d+)m \}/g)];
    const limitMb = Math.min(...limits.map(([, mb]) => Number(mb)));
    // Two halves, and one more for large objects.
    const heapMb = oldMb + 3 * semiMb;
    expect(limitMb - heapMb).toBeGreaterThanOrEqual(ROOM_MB);
  });
});

describe('the profile observability', () => {
  const observer = (name: string): string =>
    new RegExp(`^  ${name}:\\n((?:    .*\\n|\\n)+)`, 'm').exec(compose)?.[1] ?? '';

  it.each(['prometheus', 'grafana', 'jaeger'])('runs %s from an image of one’s choice', (name) => {
    expect(observer(name)).toContain('<<: *observer');
    expect(observer(name)).toMatch(
      new RegExp(`image: \\$\\{${name.toUpperCase()}_IMAGE:-[a-z]+/[a-z]+:v?\\d`),
    );
  });

  it('mounts only files that are there', () => {
    const mounted = ['prometheus', 'grafana'].flatMap((name) =>
      [...observer(name).matchAll(/- \.\/(\S+?):/g)].map(([, path]) => path ?? ''),
    );
    expect(mounted).toHaveLength(4);
    expect(mounted.filter((path) => !existsSync(join(__dirname, '../..', path)))).toEqual([]);
  });

  it('looks at each service where it listens', () => {
    const { length } = SERVICE_NAMES;
    const looked = /names: \[([^\]]+)\]\n +type: A\n +port: 3000/.exec(
      text('infra/observability/prometheus.yml'),
    );
    const names = (looked?.[1] ?? '').split(', ');
    expect(names).toHaveLength(length);
    expect([...names].sort()).toEqual([...SERVICE_NAMES].sort());
    expect(text('Dockerfile')).toContain('HTTP_PORT=3000');
  });

  (hasCompose() ? it : it.skip)('is understood by docker compose', () => {
    const words = ['compose', '--profile', 'observability', 'config', '--services'];
    const services = execFileSync('docker', words, { cwd: join(__dirname, '../..') }).toString();
    expect(services.split('\n')).toEqual(
      expect.arrayContaining(['prometheus', 'grafana', 'jaeger', 'gateway']),
    );
  });
});

describe('docker-compose.production.yml', () => {
  it('demands every secret', () => {
    const secrets = [
      'INTERNAL_TOKEN',
      'FIELD_KEYS',
      'LOOKUP_KEY',
      'CODE_KEY',
      'PAYMENT_SANDBOX_SECRET',
    ];
    expect(secrets.filter((name) => !production.includes(`  ${name}: \${${name}:?`))).toEqual([]);
  });
});
