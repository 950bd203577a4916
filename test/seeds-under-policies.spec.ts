import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { POLICIES, policyVariable, type PolicyDeclaration } from '@demerit/contracts';
import { isFullSize } from '../tools/dev/home/under-test';
import { home, stack } from './support';

jest.setTimeout(180_000);

const run = promisify(execFile);

type Extreme = 'least' | 'most';

const ENDS: Extreme[] = ['least', 'most'];

/** Each policy at one end of what is legal; truths and choices are the other than the default where it is the least. */
function policiesAt(extreme: Extreme): [variable: string, value: string][] {
  return Object.entries<PolicyDeclaration>(POLICIES).map(([name, declared]) => [
    `POLICY_${policyVariable(name)}`,
    String(endOf(declared, extreme)),
  ]);
}

/** One policy at an end of its own, all others at their defaults; those that are there by default are tried by every other test. */
const ALONE = ENDS.flatMap((extreme) => policiesAt(extreme)).filter(
  ([variable, value]) => !defaults().includes(`${variable}=${value}`),
);

function defaults(): string[] {
  return Object.entries<PolicyDeclaration>(POLICIES).map(
    ([name, declared]) => `POLICY_${policyVariable(name)}=${String(declared.default)}`,
  );
}

function endOf(declared: PolicyDeclaration, extreme: Extreme): unknown {
  if ('from' in declared) return extreme === 'least' ? declared.from : declared.to;
  if ('choices' in declared)
    return extreme === 'least' ? declared.choices.at(-1) : declared.default;
  return extreme === 'least' ? !declared.default : declared.default;
}

/** Starts a second stack on the broker and database of this one; answers what `up` printed and the notes of its accounts. */
async function upUnder(
  policies: Record<string, string>,
): Promise<{ printed: string; notes: Record<string, string> }> {
  const dir = mkdtempSync(join(tmpdir(), 'demerit-policies-'));
  const { mongoUrl: MONGODB_URL, amqpUrl: RABBITMQ_URL } = stack();
  const env = { ...process.env, MONGODB_URL, RABBITMQ_URL, DEMERIT_HOME: dir, ...policies };
  const dev = (...words: string[]) =>
    run(process.execPath, ['--enable-source-maps', 'dist/tools/dev/main.js', ...words], {
      cwd: home().root,
      env,
    });
  try {
    const { stdout: printed } = await dev('up', '--detach');
    const { accounts } = JSON.parse(readFileSync(join(dir, 'stack.json'), 'utf8')) as {
      accounts: { name: string; note: string }[];
    };
    return { printed, notes: Object.fromEntries(accounts.map(({ name, note }) => [name, note])) };
  } finally {
    await dev('down');
    rmSync(dir, { recursive: true, force: true });
  }
}

describe('the city of ./dev up', () => {
  it('§9.policies.seeds: given own vehicles do not count, then nobody is suspended, and that is said', async () => {
    const { printed, notes } = await upUnder({ POLICY_COUNT_OWN_VEHICLES: 'false' });
    expect(printed).toContain(
      'under this policy liu-yang shows less: no suspension (3301097906100518 is allowed)',
    );
    expect(notes).toMatchObject({
      'chen-jie':
        '3 points recorded, at 0 of 3 vehicles, open violations: 1, point service active, because the policy is not the default',
      'zhao-min':
        '11 points recorded, at 0 of 3 vehicles, open violations: 1, point service active, because the policy is not the default',
      'li-na': 'owner of 浙A8K2M6, which her colleague wang-wei uses',
    });
  });

  // Each start takes as long as that of ./dev up.
  (isFullSize ? it.each(ENDS) : it.skip.each(ENDS))(
    '§9.policies.seeds: given every policy at its %s, then it starts all the same',
    async (extreme) => {
      const { printed, notes } = await upUnder(Object.fromEntries(policiesAt(extreme)));
      expect(printed).toContain('under this policy liu-yang shows less: ');
      expect(notes['liu-yang']).toContain('because the policy is not the default');
      expect(notes['wang-wei']).toBeDefined();
    },
  );

  (isFullSize ? it.each(ALONE) : it.skip.each(ALONE))(
    'given %s=%s and nothing else, then it starts all the same',
    async (variable, value) => {
      const { notes } = await upUnder({ [variable]: value });
      expect(notes['wang-wei']).toBeDefined();
    },
  );
});
