const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const MONTH = 30 * DAY;
const YEAR = 365 * DAY;

/** Each unit with its seconds, the largest first; written as in durations. */
const UNITS = [
  ["y", YEAR],
  ["mo", MONTH],
  ["w", WEEK],
  ["d", DAY],
  ["h", HOUR],
  ["min", MINUTE],
  ["s", 1],
] as const;

/** So recent, in seconds, that it counts as now. */
const RECENT = 5;

/**
 * How long ago, or in how long, in words: `now`, `12 s ago`, `yesterday`, `in 3 h`. Not by `Intl.RelativeTimeFormat`, whose
 * words differ between the server and browsers.
 * @param now in milliseconds
 * @param upcoming whether it may be in the future; past events are no later than now, whatever the clocks say
 */
export function relativeWords(iso: string, now: number, upcoming = false): string {
  const difference = (Date.parse(iso) - now) / 1000;
  if (upcoming && difference > 0) return future(Math.ceil(difference));
  return past(Math.max(0, -difference));
}

function past(seconds: number): string {
  if (seconds < RECENT) return "now";
  const [count, unit] = inUnits(seconds);
  return unit === "d" && count === 1 ? "yesterday" : `${count} ${unit} ago`;
}

/**
 * Counts down to the last second: a pause between two attempts is often shorter than what counts as now. From hours on it is
 * rounded: what was made a moment ago to last for 7 days lasts for 7 days.
 */
function future(seconds: number): string {
  const [count, unit] = inUnits(seconds, seconds < HOUR ? Math.floor : Math.round);
  return unit === "d" && count === 1 ? "tomorrow" : `in ${count} ${unit}`;
}

function inUnits(seconds: number, whole = Math.floor): [count: number, unit: string] {
  const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? UNITS[6];
  return [whole(seconds / size), unit];
}
