import type { SourceFailure } from '../errors/source-failure';

/*
 * ClickHouse has one code for every exception that is not its own. What kind it is stands at a
 * fixed place, ahead of any text of the source (Common/Exception.cpp, tried on 26.7.2):
 *
 *   Poco::Exception. Code: 1000, e.code() = 1690, mysqlxx::Exception: <says>
 *   std::exception. Code: 1001, type: pqxx::broken_connection, e.what() = <says>
 */
const POCO_EXCEPTION =
  /^Poco::Exception\. Code: 1000, e\.code\(\) = (-?\d+), ([\w ]+(?:::\w+)*):\s?/;
const STD_EXCEPTION = /^std::exception\. Code: 1001, type: ([^,]+),(?: e\.what\(\) = )?/;

/**
 * An exception of another ClickHouse comes with its own code. Where it is from stands at a fixed
 * place too: `Code: 516. DB::Exception: Received from 10.0.0.5:9440. DB::Exception: ..`
 * (Client/Connection.cpp, 26.7.2).
 */
const RELAYED = /^Code: \d+\. DB::Exception: Received from \S+\. /;
const RAISED = /^Code: \d+\. DB::Exception: /;

/** Takes ClickHouse's own frame off the text of a failed statement. */
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
