import type { Zone } from "./zone.ts";

/** A format for each zone. Making one is expensive. */
function formats(locale: string, options: Intl.DateTimeFormatOptions): Record<Zone, Intl.DateTimeFormat> {
  return {
    local: new Intl.DateTimeFormat(locale, options),
    utc: new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }),
  };
}

const exact = formats("en", { dateStyle: "medium", timeStyle: "long" });
const day = formats("en", { weekday: "short", day: "numeric" });
const minute = formats("en-GB", { hour: "2-digit", minute: "2-digit" });
const dayAndMinute = formats("en-GB", { weekday: "short", hour: "2-digit", minute: "2-digit" });
const millisecond = formats("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
});

/** The name of a zone that holds at all times, in summer and in winter: `Asia/Tokyo`. */
export function zoneName(zone: Zone): string {
  return exact[zone].resolvedOptions().timeZone;
}

/** Date and time to the second, with the zone: `Jan 1, 2026, 12:00:00 PM UTC`. */
export function exactTime(iso: string, zone: Zone): string {
  return exact[zone].format(new Date(iso));
}

/** `Thu 1`. */
export function dayOf(iso: string, zone: Zone): string {
  return day[zone].format(new Date(iso));
}

/** `12:00`. */
export function minuteOf(iso: string, zone: Zone): string {
  return minute[zone].format(new Date(iso));
}

/** `Thu 12:00`. */
export function dayAndMinuteOf(iso: string, zone: Zone): string {
  return dayAndMinute[zone].format(new Date(iso));
}

/** `12:00:00.000`. */
export function millisecondOf(iso: string, zone: Zone): string {
  return millisecond[zone].format(new Date(iso));
}
