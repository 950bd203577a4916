import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stackHome, type Home } from '../home/home';
import { logFile, openLog, prettyLine, rotateLog } from './log-files';

describe('a log line for a person', () => {
  it('shows time, level, context, text and request, and what else was logged', () => {
    const line = JSON.stringify({
      level: 40,
      time: '2026-03-01T08:30:00.123Z',
      pid: 1,
      hostname: 'h',
      service: 'ledger',
      context: 'OutboxRelay',
      requestId: 'r-1',
      msg: 'lease lost',
      key: 'lic_1',
    });
    expect(prettyLine(line)).toBe(
      '08:30:00.123 WARN  [OutboxRelay] lease lost request r-1 {"key":"lic_1"}',
    );
  });

  it('shows the stack of an error below', () => {
    const line = JSON.stringify({
      level: 50,
      time: 0,
      msg: 'failed',
      err: { stack: 'Error: a\n  at b' },
    });
    expect(prettyLine(line)).toBe('00:00:00.000 ERROR failed \n    Error: a\n      at b');
  });

  it.each(['plain text', '{"half', '[1]', ''])(
    'is left as it is when it is not JSON: %j',
    (line) => {
      expect(prettyLine(line)).toBe(line);
    },
  );
});

describe('a log that has grown too large', () => {
  let home: Home;
  beforeEach(() => {
    home = stackHome({ DEMERIT_HOME: mkdtempSync(join(tmpdir(), 'demerit-logs-')) });
  });
  afterEach(() => {
    rmSync(home.dir, { recursive: true });
  });

  it('moves to a second file, and a process that holds it open goes on writing at the beginning', () => {
    const log = openLog(home, 'ledger');
    writeSync(log, 'before\n');
    rotateLog(home, 'ledger', 3);
    writeSync(log, 'after\n');
    closeSync(log);
    expect(readFileSync(`${logFile(home, 'ledger')}.1`, 'utf8')).toBe('before\n');
    expect(readFileSync(logFile(home, 'ledger'), 'utf8')).toBe('after\n');
  });

  it('stays as it is while it is not', () => {
    closeSync(openLog(home, 'ledger'));
    appendFileSync(logFile(home, 'ledger'), 'ab\n');
    rotateLog(home, 'ledger', 3);
    expect(existsSync(`${logFile(home, 'ledger')}.1`)).toBe(false);
  });
});
