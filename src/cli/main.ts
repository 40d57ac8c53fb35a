#!/usr/bin/env node
import { runCli } from './run-cli';

// The AWS SDK would print seven lines about a later version of Node.js when an S3 is first checked.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

void runCli(process.argv.slice(2), {
  env: process.env,
  out: (line) => {
    process.stdout.write(`${line}\n`);
  },
  err: (line) => {
    process.stderr.write(`${line}\n`);
  },
}).then((code) => process.exit(code));
