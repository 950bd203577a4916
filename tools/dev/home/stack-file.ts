import type { ProcessName } from './names';

/** What `.demerit/stack.json` says while the stack is ready. */
export interface StackFile {
  gatewayUrl: string;
  mongoUrl: string;
  amqpUrl: string;
  rabbitManagementUrl: string;
  accounts: SeededAccount[];
  /** The working processes, never the supervisor. */
  processes: { name: ProcessName; pid: number }[];
}

export interface SeededAccount {
  name: string;
  phone: string;
  roles: string[];
  note: string;
}

/** A process as it was recorded: the id alone may belong to a stranger by now. */
export interface RecordedProcess {
  pid: number;
  /** When it started, in the system's own words; only compared. */
  startedAt: string;
}

/** What `.demerit/run.json` says from the first moment on: enough to find and end everything after a crash of the supervisor. */
export interface RunFile {
  supervisor: RecordedProcess;
  /** The mark in the environment of all processes of this run. */
  mark: string;
  phase: 'starting' | 'ready' | 'stopping';
  /** Folders of infra/debian whose leftovers its own sweep ends. */
  debianFolders: string[];
  /** Containers of this stack, by name. */
  containers: string[];
  processes: (RecordedProcess & { name: ProcessName })[];
}

/** What `.demerit/data/elsewhere.json` says: data of this stack that is not in its folder and ends with it. */
export interface DataElsewhere {
  volumes: string[];
  /** Databases on a server of the caller's own: those whose names begin with the prefix and `_`. */
  databases?: { mongoUrl: string; prefix: string };
  /** Queues and exchanges on a broker of the caller's own: those whose names begin with the namespace and a dot. */
  queues?: { amqpUrl: string; namespace: string };
}
