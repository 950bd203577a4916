import type { ProcessName } from '../home/names';

/** One process to keep running: how it is started and how one sees that it serves. */
export interface Program {
  name: ProcessName;
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  isReady: () => Promise<boolean>;
  /** The id of the process that works, where it is not the one that was started (a container's). */
  workingPid?: () => Promise<number | undefined>;
  /** Ends what a kill of the started process leaves behind (a container). */
  endLeftovers?: () => Promise<void>;
}

/** Variables that every program may see; what else the caller's shell holds stays there. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = [
    'PATH',
    'HOME',
    'USER',
    'LANG',
    'LC_ALL',
    'TMPDIR',
    'XDG_CACHE_HOME',
    'DOCKER_HOST',
    'DOCKER_CONFIG',
  ];
  return Object.fromEntries(
    kept.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]]),
  );
}
