const { readFileSync } = require('node:fs');
const { createHash } = require('node:crypto');
const { createTransformer } = require('@swc/jest');

/** Gives the file that is mutated its text with all mutants in it. */
module.exports = {
  createTransformer(options) {
    const swc = createTransformer(options);
    const { file, code } = JSON.parse(readFileSync(process.env.MUTATION_TASK, 'utf8'));
    const textOf = (text, path) => (path.endsWith(`/${file}`) ? readFileSync(code, 'utf8') : text);
    return {
      process: (text, path, jest) => swc.process(textOf(text, path), path, jest),
      getCacheKey: (text, path, jest) =>
        createHash('sha1')
          .update(textOf(text, path))
          .update(swc.getCacheKey(text, path, jest))
          .digest('hex'),
    };
  },
};
