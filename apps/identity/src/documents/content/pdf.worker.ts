import { parentPort } from 'node:worker_threads';
import { isPlainPdf } from './pdf.ts';

/** A thread of its own, which can be ended in the middle of a file: says that it is there, then hands each plain file back, and nothing of another one. */
parentPort?.on('message', (bytes: Uint8Array<ArrayBuffer>) => {
  if (isPlainPdf(Buffer.from(bytes.buffer))) parentPort?.postMessage(bytes, [bytes.buffer]);
  else parentPort?.postMessage(undefined);
});
parentPort?.postMessage('ready');
