import { spawnSync } from 'node:child_process';

/** No registry has said anything. */
const UNASKED = 3;

/**
 * `npm run --silent advisories` asks the registry for known faults of what an installation holds. Exits 0 where none is known, 1 where one is, and 3
 * where the registry has no such list, which many mirrors have not: then give the bill (`npm run sbom`) to a scanner, or ask another registry.
 */
function main(): number {
  const asked = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' });
  const answer = parsed(asked.stdout);
  if (answer?.vulnerabilities === undefined) {
    const why = answer?.message ?? asked.error?.message ?? 'no answer';
    process.stderr.write(
      `Nothing is known of faults: this registry answers no audit (${why}). Ask one that does (npm_config_registry=… npm run --silent advisories), or give what npm run --silent sbom prints to a scanner.\n`,
    );
    return UNASKED;
  }
  const faults = Object.entries(answer.vulnerabilities);
  for (const [name, { severity, range }] of faults)
    process.stdout.write(`${severity}: ${name} ${range}\n`);
  process.stdout.write(`${faults.length} packages with known faults\n`);
  return faults.length > 0 ? 1 : 0;
}

interface AuditAnswer {
  vulnerabilities?: Record<string, { severity: string; range: string }>;
  message?: string;
}

function parsed(text: string): AuditAnswer | undefined {
  try {
    return JSON.parse(text) as AuditAnswer;
  } catch {
    return undefined;
  }
}

process.exitCode = main();
