/**
 * A moment on the calendar without a zone. `month` is 1..12; `fraction` is up to six digits,
 * trailing zeros trimmed.
 */
export interface CalendarMoment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly fraction: string;
}

const DATE = String.raw`(\d{4})-(\d{2})-(\d{2})`;
/**
 * More than six digits are accepted only as zeros: no source keeps more than microseconds in these
 * types.
 */
const TIME = String.raw`(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6})0*)?`;
const MOMENT = new RegExp(`^${DATE}[Tt ]${TIME}$`);
const DAY = new RegExp(`^${DATE}$`);

/** `YYYY-MM-DD`, a real day of the years 0001 to 9999; null otherwise. */
export function parseDay(text: string): string | null {
  const match = DAY.exec(text);
  return match !== null && isRealDay(Number(match[1]), Number(match[2]), Number(match[3]))
    ? text
    : null;
}

/** `YYYY-MM-DDTHH:MM:SS[.ffffff]`, with `T` or a blank; null when it is not on the calendar. */
export function parseMoment(text: string): CalendarMoment | null {
  const match = MOMENT.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(Number);
  if (!isRealDay(year, month, day) || hour > 23 || minute > 59 || second > 59) return null;
  return { year, month, day, hour, minute, second, fraction: (match[7] ?? '').replace(/0+$/, '') };
}

export function renderMoment(moment: CalendarMoment): string {
  const pad = (value: number, width = 2): string => value.toString().padStart(width, '0');
  const time = `${pad(moment.hour)}:${pad(moment.minute)}:${pad(moment.second)}`;
  const fraction = moment.fraction === '' ? '' : `.${moment.fraction}`;
  return `${pad(moment.year, 4)}-${pad(moment.month)}-${pad(moment.day)}T${time}${fraction}`;
}

/**
 * Moves a moment by whole minutes; null when it leaves the years 0001 to 9999. The fraction is
 * untouched.
 */
export function shiftMinutes(moment: CalendarMoment, minutes: number): CalendarMoment | null {
  const date = utcDate(moment.year, moment.month, moment.day);
  date.setUTCHours(moment.hour, moment.minute + minutes, moment.second);
  const year = date.getUTCFullYear();
  if (year < 1 || year > 9999) return null;
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    fraction: moment.fraction,
  };
}

function isRealDay(year: number, month: number, day: number): boolean {
  const date = utcDate(year, month, day);
  return year >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Date.UTC takes the years 0 to 99 for 1900 to 1999; setUTCFullYear does not. */
function utcDate(year: number, month: number, day: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date;
}
