import type { SourceFailure } from '../errors/source-failure';

/*
 * ClickHouse has one code for all exceptions of Poco, and one for all of the standard library. The
 * exception's own number or class stands at a fixed place, ahead of any text of the source
 * (Common/Exception.cpp, tried on 26.7.2):
 *
 *   Poco::Exception. Code: 1000, e.code() = 1690, mysqlxx::Exception: <says>
 *   std::exception. Code: 1001, type: pqxx::broken_connection, e.what() = <says>
 */
const POCO_EXCEPTION =
  /^Poco::Exception\. Code: 1000, e\.code\(\) = (-?\d+), ([\w ]+(?:::\w+)*):\s?/;
const STD_EXCEPTION = /^std::exception\. Code: 1001, type: ([^,]+),(?: e\.what\(\) = )?/;

/**
 * An exception of another ClickHouse comes with the code that the other one gave it. The text
 * begins with where it is from (Client/Connection.cpp, 26.7.2):
 * `Code: 516. DB::Exception: Received from 10.0.0.5:9440. DB::Exception: ..`
 */
const RELAYED = /^Code: \d+\. DB::Exception: Received from \S+\. /;
const RAISED = /^Code: \d+\. DB::Exception: /;

/**
 * Takes ClickHouse's own frame off the text of a failed statement.
 * @param clickhouseCode of the header X-ClickHouse-Exception-Code
 * @returns what the frame tells, and the text inside of it as `says`
 */
export function readSourceFailure(clickhouseCode: number, text: string): SourceFailure {
  if (RELAYED.test(text)) return { kind: 'relayed', clickhouseCode };
  const poco = POCO_EXCEPTION.exec(text);
  if (poco !== null) {
    const [frame, number, exception = ''] = poco;
    const says = text.slice(frame.length);
    return { kind: 'wrapped', clickhouseCode, exception, number: Number(number), says };
  }
  const std = STD_EXCEPTION.exec(text);
  if (std !== null) {
    const [frame, exception = ''] = std;
    const says = text.slice(frame.length);
    return { kind: 'wrapped', clickhouseCode, exception, number: null, says };
  }
  return { kind: 'raised', clickhouseCode, says: text.replace(RAISED, '') };
}
