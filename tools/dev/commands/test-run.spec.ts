import { tally } from './test-run';

const report = { numPassedTests: 5, numFailedTests: 0, numRuntimeErrorTestSuites: 0 };

describe('the sum of two test runs', () => {
  it('adds what passed and what failed', () => {
    const runs = [
      { report, exitCode: 0 },
      { report: { ...report, numPassedTests: 7, numFailedTests: 2 }, exitCode: 1 },
    ];
    expect(tally(runs)).toEqual({ passed: 12, failed: 2 });
  });

  it('counts a file that could not be loaded as a failure', () => {
    const runs = [{ report: { ...report, numRuntimeErrorTestSuites: 1 }, exitCode: 1 }];
    expect(tally(runs)).toEqual({ passed: 5, failed: 1 });
  });

  it('counts a run that broke off without a report as a failure', () => {
    expect(tally([{ report: undefined, exitCode: 137 }])).toEqual({ passed: 0, failed: 1 });
  });

  it('counts a run that failed though every test passed as a failure', () => {
    expect(tally([{ report, exitCode: 1 }])).toEqual({ passed: 5, failed: 1 });
  });
});
