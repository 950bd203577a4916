import { DatabaseConfig } from '../config/config';
import { settingsOf } from '../config/settings';
import { witness } from './witness';

describe('a program that looks at a database by itself', () => {
  const { env } = process;
  afterEach(() => {
    process.env = env;
    process.exitCode = undefined;
  });

  it('needs to know where the database is and nothing else of the service', () => {
    expect(settingsOf(DatabaseConfig)).toEqual(['MONGODB_URL', 'DATABASE_PREFIX']);
  });

  it('says what is wrong with that as every program does, and could not look', async () => {
    process.env = { MONGODB_URL: 'http://127.0.0.1:1', DATABASE_PREFIX: 'No Prefix', SANDBOX: 'x' };
    const said: string[] = [];
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    await witness('money', 'payments', () => Promise.resolve(true));
    jest.restoreAllMocks();
    expect(process.exitCode).toBe(2);
    expect(said.join('')).toMatch(/^money: .*MONGODB_URL must be a URL that begins with mongodb:/);
    expect(said.join('')).toContain('DATABASE_PREFIX must be 1–31 small letters');
  });
});
