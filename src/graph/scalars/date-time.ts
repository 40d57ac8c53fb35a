import { parseMoment, renderMoment, shiftMinutes } from './calendar';
import { createTextScalar } from './text-scalar';

export const DateTimeScalar = createTextScalar({
  name: 'DateTime',
  description:
    'A moment in time: RFC 3339 with a zone, e.g. "2026-01-31T08:15:00.25Z". Always printed ' +
    'in UTC, ' +
    'with at most six digits of a fraction; inputs may have any offset.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  expected:
    'an RFC 3339 text with a zone, e.g. "2026-01-31T08:15:00Z", of the years 0001 to 9999, ' +
    'with at most six digits of a fraction',
  parse: canonicalDateTime,
});

function canonicalDateTime(text: string): string | null {
  const match = /^(.*?)(?:[Zz]|([+-])(\d{2}):(\d{2}))$/.exec(text);
  const local = match === null ? null : parseMoment(match[1] ?? '');
  if (match === null || local === null) return null;
  const [, , sign, hours = '0', minutes = '0'] = match;
  if (Number(hours) > 23 || Number(minutes) > 59) return null;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  const utc = shiftMinutes(local, -offset);
  return utc === null ? null : `${renderMoment(utc)}Z`;
}
