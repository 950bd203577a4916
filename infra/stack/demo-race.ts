import { say } from './terminal';

export function demoRace(): Promise<void> {
  say('The demo is not written yet.');
  return Promise.resolve();
}
