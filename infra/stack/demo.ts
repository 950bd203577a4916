import { say } from './terminal';

export function demo(): Promise<void> {
  say('The demo is not written yet.');
  return Promise.resolve();
}
