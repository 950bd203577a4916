import { isDevelopmentSecret } from './development-secrets';
import type { Kind } from './kinds';

export interface VariableOptions<Value> {
  /** Taken when the variable is absent or empty; without it the variable is required. */
  default?: Value | undefined;
  /** Taken instead of `default` in a sandbox; may be set by hand anywhere. */
  inSandbox?: Value;
  /** Text taken when absent in a sandbox; refused in production even when it is set by hand. */
  sandboxDefault?: string;
  example?: string;
}

/** Stops a service before anything is opened; one problem, one line. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigurationError';
  }
}

/** One reading of the environment. What is wrong is collected, so that an operator sees all of it at once. */
export class Environment {
  readonly problems: string[] = [];

  constructor(readonly variables: NodeJS.ProcessEnv) {}

  get isSandbox(): boolean {
    return this.variables['SANDBOX'] === 'true';
  }

  get isProduction(): boolean {
    return this.variables['NODE_ENV'] === 'production';
  }

  /** The value of a variable. Undefined where it is bad or missing, which is a line of `problems`; a secret's value stands in no line. */
  read<Value>(
    variable: string,
    kind: Kind<Value>,
    options: VariableOptions<Value>,
  ): Value | undefined {
    const example = `for example ${variable}=${options.example ?? kind.example}`;
    const given = this.variables[variable] === '' ? undefined : this.variables[variable];
    const mayPretend = this.isSandbox && !this.isProduction;
    const text = given ?? (mayPretend ? options.sandboxDefault : undefined);
    if (text === undefined) {
      if (!('default' in options))
        this.note(`${variable} is missing: it must be ${kind.rule}, ${example}`);
      return mayPretend && 'inSandbox' in options ? options.inSandbox : options.default;
    }
    const value = kind.read(text);
    const was = kind.secret ? '' : ` (it is ${JSON.stringify(text)})`;
    if (value === undefined) this.note(`${variable} must be ${kind.rule}${was}, ${example}`);
    else if (this.isProduction && isPublic(text, value, kind, options)) {
      this.note(
        `${variable} holds the development value, which production refuses; set your own, ${example}`,
      );
      return undefined;
    }
    return value;
  }

  note(problem: string): void {
    this.problems.push(problem);
  }

  /** @throws ConfigurationError with every problem so far. */
  check(): void {
    if (this.problems.length > 0) throw new ConfigurationError(this.problems);
  }
}

/** Whether it is, or has a secret in it of, what is taken in a sandbox and stands in the source: however it is written, and whatever else is beside it. */
function isPublic<Value>(
  text: string,
  value: Value,
  kind: Kind<Value>,
  { sandboxDefault }: VariableOptions<Value>,
): boolean {
  const secrets = kind.secretsOf?.(value) ?? [];
  return text === sandboxDefault || secrets.some(isDevelopmentSecret);
}

/** `httpPort` is read from `HTTP_PORT`. */
export function variableOf(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
