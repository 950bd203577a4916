import { chooseSource } from './stores';

const found = { url: undefined, dockerLacks: undefined, debianLacks: undefined };

describe('where the broker comes from', () => {
  it('is the URL given, whatever else there is', () => {
    expect(chooseSource('broker', { ...found, url: 'amqp://elsewhere' })).toBe('url');
  });

  it('is Docker before Debian', () => {
    expect(chooseSource('broker', found)).toBe('docker');
  });

  it('is Debian where Docker cannot be used', () => {
    expect(chooseSource('broker', { ...found, dockerLacks: 'no Docker engine answers' })).toBe(
      'debian',
    );
  });

  it('is nowhere otherwise, and one line says what is missing', () => {
    const nothing = {
      url: undefined,
      dockerLacks: 'no Docker engine answers',
      debianLacks: 'this is not a Debian machine',
    };
    expect(() => chooseSource('broker', nothing)).toThrow(
      'There is no broker: RABBITMQ_URL is not set, no Docker engine answers, and this is not a Debian machine. Start Docker or set RABBITMQ_URL.',
    );
  });
});
