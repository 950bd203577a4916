import { readFileSync } from 'node:fs';

/**
 * Run by Jest in place of the specs: the specs are read once a mutant, each time with fresh copies of the program and the mutant in it
 * switched on. Packages stay, so that a mutant costs milliseconds. `environment.cjs` switches while the tests run and notes what happens.
 */
export interface Task {
  /** The mutated file, and where its text with all mutants is. */
  file: string;
  code: string;
  specs: string[];
  packages: string[];
  mutants: string[];
  results: string;
}

const root = `${__dirname}/../../..`;
const task = JSON.parse(readFileSync(process.env['MUTATION_TASK'] ?? '', 'utf8')) as Task;

/** Ends loops that never end by themselves. */
const HITS = 100_000;

function activate(id: string): void {
  Object.assign(globalThis, {
    __stryker__: { activeMutant: id, hitCount: 0, hitLimit: HITS },
  });
}

// A busy machine is no reason for a mutant to be noticed.
jest.setTimeout(20_000);

activate('none');
for (const name of task.packages) {
  try {
    const loaded: unknown = jest.requireActual(name);
    jest.doMock(name, () => loaded);
  } catch {
    // Not one that can be required: each copy of the program gets it as it can.
  }
}

describe.each(['none', ...task.mutants])('mutant %s', (id) => {
  // Each spec with a program of its own, as it is used to.
  describe.each(task.specs)('in %s', (spec) => {
    jest.resetModules();
    activate(id);
    try {
      jest.requireActual(`${root}/${spec}`);
    } catch (error) {
      it('loads', () => {
        throw error;
      });
    }
  });
});
