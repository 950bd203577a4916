import {
  POLICIES,
  policyVariable,
  type PolicyDeclaration,
} from '../../libs/contracts/src/policy/policy.ts';

/** A file of which one part is written from the declarations: the lines between two marks. */
export interface Part {
  path: string;
  begin: string;
  end: string;
  lines: readonly string[];
}

const VARIABLES = Object.entries<PolicyDeclaration>(POLICIES).map(
  ([name, declaration]) => [`POLICY_${policyVariable(name)}`, declaration] as const,
);

export const PARTS: readonly Part[] = [
  {
    path: '.env.example',
    begin:
      '# Policies: what each means is in docs/operations/policies.md. Written by `npm run policies`.',
    end: '# End of the policies.',
    lines: VARIABLES.map(([variable, { default: value }]) => `#${variable}=${value}`),
  },
  {
    path: 'docker-compose.yml',
    begin: '  # Policies, written by `npm run policies`.',
    end: '  # End of the policies.',
    lines: VARIABLES.map(([variable]) => `  ${variable}:`),
  },
  {
    path: 'docs/operations/policies.md',
    begin: '<!-- Written by `npm run policies`. -->',
    end: '<!-- End of the policies. -->',
    lines: [
      '',
      ...table(VARIABLES.map(([variable, declaration]) => row(variable, declaration))),
      '',
    ],
  },
];

/** Where a policy may be set: each name of one that stands there is declared. */
export const SETTING = ['.env.example', 'docker-compose.yml', 'docker-compose.production.yml'];

/** Names of policies in the text that no declaration has: what is set under one is read by nobody. */
export function undeclaredIn(text: string): string[] {
  const declared = new Set<string>(VARIABLES.map(([variable]) => variable));
  const named = [...text.matchAll(/\bPOLICY_\w+/g)].map(([name]) => name);
  return [...new Set(named)].filter((name) => !declared.has(name));
}

/** The text with its part as it should be; undefined where the marks are missing or stand twice. */
export function withPart(text: string, { begin, end, lines }: Part): string | undefined {
  const [before, rest, ...more] = text.split(`${begin}\n`);
  const [, after, ...others] = rest?.split(`${end}\n`) ?? [];
  if (before === undefined || after === undefined || more.length + others.length > 0)
    return undefined;
  return [before, ...[begin, ...lines, end].map((line) => `${line}\n`), after].join('');
}

function row(variable: string, declaration: PolicyDeclaration): string[] {
  const { default: value, meaning } = declaration;
  return [`\`${variable}\``, `\`${value}\``, mayBe(declaration), meaning];
}

function mayBe(declaration: PolicyDeclaration): string {
  if ('from' in declaration) return `${declaration.from} to ${declaration.to}`;
  const choices = 'choices' in declaration ? declaration.choices : ['true', 'false'];
  return choices.map((choice) => `\`${choice}\``).join(', ');
}

/** As Prettier would write it. */
function table(rows: readonly string[][]): string[] {
  const head = ['Variable', 'Default', 'May be', 'Meaning'];
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
