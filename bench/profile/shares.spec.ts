import type { Profiler } from 'node:inspector';
import { KINDS, timesOf } from './shares';

function node(id: number, functionName: string, url: string, children: number[] = []) {
  const callFrame = { functionName, url, scriptId: '0', lineNumber: 0, columnNumber: 0 };
  return { id, callFrame, children };
}

const NODES = [
  node(1, '(root)', '', [2, 3, 4, 8]),
  node(2, '(idle)', ''),
  node(3, '(garbage collector)', ''),
  node(4, 'processTicksAndRejections', 'node:internal/process/task_queues', [5, 7]),
  node(5, 'sendCommand', 'file:///made-up/node_modules/mongodb/lib/cmap/connection.js', [6]),
  node(6, 'writeGeneric', 'node:internal/stream_base_commons'),
  node(7, 'decide', 'file:///made-up/dist/apps/ledger/src/limits/limits.rules.js', [9]),
  node(8, 'somebody', 'file:///made-up/node_modules/unheard-of/index.js'),
  node(9, 'stringify', ''),
];

function profileOf(samples: number[], timeDeltas: number[]): Profiler.Profile {
  const endTime = 1_000 + timeDeltas.reduce((sum, delta) => sum + delta, 0) + 500;
  return { nodes: NODES, startTime: 1_000, endTime, samples, timeDeltas };
}

describe('processor time by what it is spent on', () => {
  const times = timesOf(
    profileOf([2, 3, 4, 5, 6, 7, 8, 9], [100, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000]),
  );
  const of = (kind: string): number => Number((times.get(kind) ?? NaN).toFixed(3));

  it('given a sample, then it lasts until the next, and the last until the end', () => {
    expect(of('garbage collection')).toBe(1);
    expect(of('JSON')).toBe(0.5);
  });

  it('given time before the first sample, in which the profiler starts, then it is nobody’s', () => {
    expect(of('idle')).toBe(1);
  });

  it('given what Node does for a package, then it is the time of the package', () => {
    expect(of('database driver, BSON')).toBe(2);
  });

  it('given what Node does for nobody, a package that nobody named, and code of ours, then each counts under its own', () => {
    expect(of('Node: sockets, timers, promises')).toBe(1);
    expect(of('other packages')).toBe(1);
    expect(of('our rules and services')).toBe(1);
  });

  it('given any profile, then the times make up all of it', () => {
    const sum = KINDS.reduce((total, kind) => total + (times.get(kind) ?? 0), 0);
    expect(sum).toBeCloseTo(7.5);
    expect([...times.keys()]).toEqual(KINDS);
  });
});
