import 'reflect-metadata';
import { Environment, variableOf, type VariableOptions } from './environment';
import type { Kind } from './kinds';

interface Declared {
  kind: Kind<unknown>;
  options: VariableOptions<unknown>;
}

const DECLARED = Symbol('settings');

/** Declares a property as read from the environment; the variable is the property's name in capitals. */
export function Setting<Value>(kind: Kind<Value>, options: VariableOptions<Value> = {}) {
  return <Name extends string>(
    target: { [P in Name]: Value | undefined },
    property: Name,
  ): void => {
    const inherited: unknown = Reflect.getMetadata(DECLARED, target);
    const declared = {
      ...(inherited as Record<string, Declared> | undefined),
      [property]: { kind, options },
    };
    Reflect.defineMetadata(DECLARED, declared, target);
  };
}

/** A class of settings as the environment has them; complete only where the environment has no problems. */
export function settingsFrom<Config extends object>(
  environment: Environment,
  type: new () => Config,
): Config {
  const config = new type();
  for (const [property, { kind, options }] of Object.entries(declaredBy(type))) {
    Object.assign(config, { [property]: environment.read(variableOf(property), kind, options) });
  }
  return config;
}

/** Reads a class of settings alone, of the process unless other variables are given. @throws ConfigurationError with a line for each bad or missing variable. */
export function readSettings<Config extends object>(
  type: new () => Config,
  variables: NodeJS.ProcessEnv = process.env,
): Config {
  const environment = new Environment(variables);
  const config = settingsFrom(environment, type);
  environment.check();
  return config;
}

/** The variables a class of settings reads. */
export function settingsOf(type: new () => object): string[] {
  return Object.keys(declaredBy(type)).map(variableOf);
}

function declaredBy(type: new () => object): Record<string, Declared> {
  return Reflect.getMetadata(DECLARED, type.prototype as object) as Record<string, Declared>;
}
