import { reasonOf, say, complain } from '../../tools/dev/home/terminal';
import { stackHere, variable } from './here';

/** One-shot: makes the city and its accounts where they are not there yet, and prints the accounts. */
async function main(): Promise<void> {
  const { stack } = await stackHere();
  const gatewayUrl = variable('PUBLISHED_GATEWAY_URL');
  const width = Math.max(...stack.accounts.map(({ name }) => name.length));
  say(`\n  gateway      ${gatewayUrl}   (API: ${gatewayUrl}/docs)\n`);
  say('  Accounts (log in with the phone; the code is at GET /v1/sandbox/sms?phone=…)');
  for (const { name, phone, roles, note } of stack.accounts) {
    const kind = roles.join(', ') || 'citizen';
    say(`    ${name.padEnd(width)}  ${phone}  ${kind}${note ? `: ${note}` : ''}`);
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    complain(`seed: ${reasonOf(error)}`);
    process.exit(1);
  },
);
