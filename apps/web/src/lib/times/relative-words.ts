const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const MONTH = 30 * DAY;
const YEAR = 365 * DAY;

/** Each unit with its seconds, the largest first. */
const UNITS = [
  ["y", YEAR],
  ["mo", MONTH],
  ["w", WEEK],
  ["d", DAY],
  ["h", HOUR],
  ["m", MINUTE],
  ["s", 1],
] as const;

/**
 * How long ago, or in how long, in words: `now`, `12s ago`, `yesterday`, `in 3h`. Not by `Intl.RelativeTimeFormat`, whose
 * words differ between the server and browsers.
 * @param now in milliseconds
 * @param upcoming whether it may be in the future; past events are no later than now, whatever the clocks say
 */
export function relativeWords(iso: string, now: number, upcoming = false): string {
  const difference = (Date.parse(iso) - now) / 1000;
  const seconds = upcoming ? difference : Math.min(difference, 0);
  const distance = Math.abs(seconds);
  if (distance < 5) return "now";
  const [unit, size] = UNITS.find(([, size]) => distance >= size) ?? UNITS[6];
  const count = Math.floor(distance / size);
  if (unit === "d" && count === 1) return seconds < 0 ? "yesterday" : "tomorrow";
  return seconds < 0 ? `${count}${unit} ago` : `in ${count}${unit}`;
}
