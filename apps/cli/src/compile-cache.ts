import { enableCompileCache } from 'node:module';
import { resolve } from 'node:path';

/**
 * Most of what a command takes is the start of its programs. What was compiled is kept beside them, where nobody writes who may not change them as
 * well, and the services' programs that a command runs take it too; where nothing can be written, nothing is kept.
 */
process.env['NODE_COMPILE_CACHE'] ??= resolve(__dirname, '../../../.cache');
enableCompileCache(process.env['NODE_COMPILE_CACHE']);
