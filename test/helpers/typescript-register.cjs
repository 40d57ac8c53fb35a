/** `node --require` this to run TypeScript in a child process of a test, with the compiler that jest uses. */
const { readFileSync } = require('node:fs');
const { transformSync } = require('@swc/core');

const [, options] = require('../../jest.config.cjs').transform['^.+\\.[tj]s$'];

require.extensions['.ts'] = (module, filename) => {
  module._compile(
    transformSync(readFileSync(filename, 'utf8'), { ...options, filename }).code,
    filename,
  );
};
