import { parseBenchOptions } from '../../../bench/bench-options';
import { CASE_NAMES } from '../../../bench/cases/bench-case';
import { ResponseParser } from '../../../bench/load/response-parser';
import { median } from '../../../bench/measure/median';
import { canonicalRows } from '../../../bench/proof/canonical-rows';

describe('the reader of HTTP responses', () => {
  const CHUNKED =
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: ' +
    'chunked\r\n\r\n5\r\nhello\r\nB; x=y\r\n, ' +
    'wide \r\nwo\r\n0\r\nServer-Timing: 1\r\n\r\n';
  const SIZED = 'HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone';

  // A socket cuts where it likes.
  test.each([
    [CHUNKED, 200, 'hello, wide \r\nwo'],
    [SIZED, 404, 'none'],
  ])('finds the end wherever the bytes are cut', (text, status, body) => {
    for (let size = 1; size <= text.length; size += 1) {
      const parser = new ResponseParser();
      const answers = [];
      for (let start = 0; start < text.length; start += size)
        answers.push(parser.push(Buffer.from(text.slice(start, start + size))));
      const last = answers.pop();
      expect(answers.every((answer) => answer === null)).toBe(true);
      expect({
        status: last?.status,
        length: last?.length,
        body: Buffer.concat(last?.body ?? []).toString(),
      }).toEqual({ status, length: body.length, body });
    }
  });

  test('takes an answer without a body', () => {
    expect(
      new ResponseParser().push(Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')),
    ).toMatchObject({ status: 200, length: 0 });
  });
});

describe('rows of different contenders', () => {
  test('are the same when they hold the same values', () => {
    const ours = [
      {
        id: 1,
        amount: '120.50',
        created: '2015-01-01T00:05:03.125Z',
        orders: [{ id: 2 }, { id: 1 }],
      },
    ];
    const theirs = [
      {
        orders: [{ id: '1' }, { id: '2' }],
        created: '2015-01-01T00:05:03.125000+00:00',
        amount: 120.5,
        id: 1,
      },
    ];
    expect(canonicalRows(ours, true)).toEqual(canonicalRows(theirs, true));
  });

  test.each([
    [{ amount: '120.50' }, { amount: '120.5001' }],
    [{ amount: '100' }, { amount: '10' }],
    [{ created: '2015-01-01T00:05:03.125Z' }, { created: '2015-01-01T00:05:03.12Z' }],
    [{ name: null }, { name: 'null' }],
    [{ id: 1 }, { id: 1, name: 'Ada' }],
    [{ orders: [{ id: 1 }] }, { orders: [{ id: 1 }, { id: 1 }] }],
  ])('differ where a value does', (one, other) => {
    expect(canonicalRows([one], true)).not.toEqual(canonicalRows([other], true));
  });

  test('may come in any order unless one was asked for', () => {
    const [forth, back] = [
      [{ id: 1 }, { id: 2 }],
      [{ id: 2 }, { id: 1 }],
    ];
    expect(canonicalRows(forth, false)).toEqual(canonicalRows(back, false));
    expect(canonicalRows(forth, true)).not.toEqual(canonicalRows(back, true));
  });

  test('have no member that no case asks for', () => {
    expect(() => canonicalRows([{ id: 1, surprise: 2 }], true)).toThrow('surprise');
    expect(() => canonicalRows([{ amount: 'much' }], true)).toThrow('no decimal number');
    expect(() => canonicalRows([{ created: '2015-01-01 00:05:03' }], true)).toThrow('no instant');
  });
});

test('the median is the middle one', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([7])]).toEqual([2, 2.5, 7]);
  expect(median([])).toBeNaN();
});

describe('arguments', () => {
  test('choose cases and contenders, and their order is ours', () => {
    const { cases, contenders, scale, durationMs } = parseBenchOptions([
      'top-n',
      'point',
      '--contenders',
      'limit,gateway',
      '--scale',
      '0.05',
      '--seconds',
      '0.5',
    ]);
    expect({ cases, contenders, scale, durationMs }).toEqual({
      cases: ['point', 'top-n'],
      contenders: ['gateway', 'limit'],
      scale: 0.05,
      durationMs: 500,
    });
    expect(parseBenchOptions([]).cases).toEqual(CASE_NAMES);
  });

  test.each([['pont'], ['--contenders', 'hasura'], ['--scale', '0'], ['--rounds', 'many']])(
    'that are wrong are named: %s %s',
    (...args) => {
      expect(() => parseBenchOptions(args)).toThrow(
        args.at(-1) === '0'
          ? '--scale'
          : new RegExp(args.at(-1) === 'many' ? '--rounds' : (args.at(-1) ?? '')),
      );
    },
  );
});
