import { parentPort } from 'node:worker_threads';
import { isPlainPdf } from './pdf.ts';

/** A thread of its own, which can be ended in the middle of a file: says that it is there, then of each file whether it is plain. */
parentPort?.on('message', ({ buffer, byteOffset, byteLength }: Uint8Array) => {
  parentPort?.postMessage(isPlainPdf(Buffer.from(buffer, byteOffset, byteLength)));
});
parentPort?.postMessage('ready');
