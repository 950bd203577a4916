const { appendFileSync, readFileSync } = require('node:fs');
const { TestEnvironment } = require('jest-environment-node');

/**
 * Switches the mutant on whose tests begin, skips what is left of them after the first that failed, and notes in a file, as it happens,
 * which mutant is at work and what became of it: a mutant that never ends takes nothing of that with it.
 */
module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.results = JSON.parse(readFileSync(process.env.MUTATION_TASK, 'utf8')).results;
  }

  handleTestEvent(event) {
    const id = /^mutant (\S+)$/.exec(event.describeBlock?.name ?? '')?.[1];
    if (event.name === 'run_describe_start' && id) this.begin(id);
    if (event.name === 'run_describe_finish' && id) this.note(this.failed ? 'killed' : 'survived');
    if (event.name === 'test_start') {
      if (this.failed) event.test.mode = 'skip';
      this.note('at work');
    }
    if (event.name === 'test_done' && event.test.errors.length > 0) this.fail(event.test.errors[0]);
    if (event.name === 'hook_failure') this.fail(event.error);
  }

  begin(id) {
    this.id = id;
    this.failed = false;
    const at = this.global.__stryker__;
    at.activeMutant = id;
    at.hitCount = 0;
    this.note('at work');
  }

  fail(error) {
    this.failed = true;
    const why = Array.isArray(error) ? error[0] : error;
    if (this.id === 'none') this.note('failed', String(why?.stack ?? why));
  }

  note(state, why) {
    appendFileSync(this.results, `${JSON.stringify({ id: this.id, state, why })}\n`);
  }
};
