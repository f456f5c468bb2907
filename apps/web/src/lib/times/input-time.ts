import type { Zone } from "./zone.ts";

/** A time in the format of `<input type="datetime-local">`, in a zone. Empty for none, and for what is no time. */
export function toInputTime(iso: string | null, zone: Zone): string {
  const moment = iso === null ? Number.NaN : Date.parse(iso);
  if (Number.isNaN(moment)) return "";
  const offset = zone === "utc" ? 0 : new Date(moment).getTimezoneOffset();
  return new Date(moment - offset * 60_000).toISOString().slice(0, 16);
}

/** The inverse; null for an invalid time. */
export function fromInputTime(value: string, zone: Zone): string | null {
  const moment = value === "" ? Number.NaN : Date.parse(zone === "utc" ? `${value}Z` : value);
  return Number.isNaN(moment) ? null : new Date(moment).toISOString();
}
