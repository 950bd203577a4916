import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICE_NAMES } from '../stack/names';

const text = (file: string): string => readFileSync(join(__dirname, '../..', file), 'utf8');
const compose = text('docker-compose.yml');
const production = text('docker-compose.production.yml');

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
    expect(published.length).toBe(3);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
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
