import { isDuplicateKey } from './database';

/** Somebody else wrote first. Labelled as the database labels its own conflicts, so that the transaction runs again on what is true now. */
export class LostRace extends Error {
  constructor(what: string) {
    super(`${what} was changed meanwhile`);
    this.name = 'LostRace';
  }

  hasErrorLabel(label: string): boolean {
    return label === 'TransientTransactionError';
  }
}

/** What a unique index refuses was free when the rule looked. */
export function asLostRace(what: string): (error: unknown) => never {
  return (error) => {
    throw isDuplicateKey(error) ? new LostRace(what) : error;
  };
}
