/**
 * The program of the child process. It becomes a ClickHouse server by calling the library, which
 * does not return. Its arguments are the path of ffi-rs, the path of libchdb, the pid of the
 * gateway, and the arguments of `clickhouse local`.
 *
 * The program is a text for `node -e`, because a child of Node cannot run TypeScript: a file beside
 * this one would exist where the gateway was compiled, but not where tests run the sources. The
 * program sets its title, which keeps this text out of process lists.
 *
 * The child must not outlive a gateway that was killed. On Linux the kernel sends it SIGKILL then
 * (prctl 1 is PR_SET_PDEATHSIG, 9 is SIGKILL), and the child looks itself whether the gateway was
 * gone before it asked for that. Elsewhere a thread waits for the end of pipe 3, whose other end
 * only the gateway holds.
 */
export const HOST_SCRIPT = `
'use strict';
const [ffiPath, libraryPath, parentPid, ...args] = process.argv.slice(1);
const { open, load, DataType } = require(ffiPath);
process.title = 'tributary-clickhouse';

function becomeServer() {
  open({ library: 'chdb', path: libraryPath });
  const argv = ['clickhouse', ...args];
  load({
    library: 'chdb', funcName: 'query_stable_v2', retType: DataType.External,
    paramsType: [DataType.I32, DataType.StringArray], paramsValue: [argv.length, argv],
  });
}

if (process.platform === 'linux') {
  open({ library: 'libc', path: '' });
  const { I32, U64 } = DataType;
  load({
    library: 'libc', funcName: 'prctl', retType: I32,
    paramsType: [I32, U64, U64, U64, U64], paramsValue: [1, 9, 0, 0, 0],
  });
  if (process.ppid !== Number(parentPid)) process.exit(1);
  becomeServer();
} else {
  const { Worker } = require('node:worker_threads');
  const watch = "require('node:fs').readSync(3, Buffer.alloc(1));" +
    "process.kill(process.pid, 'SIGKILL');";
  new Worker(watch, { eval: true }).once('online', becomeServer);
}
`;
