/** Addresses of pages, so that they are built in one place. */

const segments = (key: string): string => key.split("/").map(encodeURIComponent).join("/");

/** The key that `segments` encoded, as a route gives it to its page. */
export function keyOfSegments(parts: readonly string[]): string {
  try {
    return parts.map(decodeURIComponent).join("/");
  } catch {
    // None of our URLs contains this: it names nothing.
    return parts.join("/");
  }
}

/** @param key `provider/resource/name` */
export function resourceHref(key: string): string {
  return `/resources/view/${segments(key)}`;
}

/** Prefix of the fragment of an entry of a resource's history. */
export const HISTORY_ENTRY = "history-";

/** The address of one story of a resource. @param entry id of any of its entries in the history */
export function storyHref(key: string, entry: string): string {
  return `${resourceHref(key)}?tab=history#${HISTORY_ENTRY}${entry}`;
}

/** The whole log of a resource. @param key `provider/resource/name` */
export function logsHref(key: string): string {
  return `${resourceHref(key)}?tab=logs`;
}

/** @param key `provider/resource/name` */
export function editResourceHref(key: string): string {
  return `/resources/edit/${segments(key)}`;
}

export function providerHref(providerId: string): string {
  return `/providers/${encodeURIComponent(providerId)}`;
}

export function buildHref(providerId: string, version: string): string {
  return `${providerHref(providerId)}/builds/${encodeURIComponent(version)}`;
}

/** @param resource the type's name, which may have slashes */
export function typeHref(providerId: string, resource: string): string {
  return `${providerHref(providerId)}/types/${segments(resource)}`;
}

export function graphHref(key: string): string {
  return `/graph?root=${encodeURIComponent(key)}`;
}

/** The graph, asked what a resource waits for (`cause`), or what follows from it (`blast`). */
export function questionHref(mode: "cause" | "blast", key: string): string {
  return `/graph${queryOf({ mode, of: key })}`;
}

/** @param text part of a key or of an error */
export function failuresHref(text: string): string {
  return `/failures?q=${encodeURIComponent(text)}`;
}

/** An entry of the audit log. */
export function auditEntryHref(id: string): string {
  return `/audit${queryOf({ entry: id })}`;
}

/** @param kind of a group of failures with the same error */
export function failureGroupHref(kind: string): string {
  return `/failures?kind=${encodeURIComponent(kind)}`;
}

interface ListFilter {
  state?: string;
  drift?: string;
  provider?: string;
  /** `provider/connection/name` */
  connection?: string;
  set?: string;
  /** One tag. */
  tags?: string;
}

/** The list of resources, filtered. */
export function resourcesHref(filter: ListFilter = {}): string {
  return `/resources${queryOf({ ...filter })}`;
}

/**
 * The form for a new resource.
 * @param start its type (`provider/resource`) and name, or the key of the resource that it is to be a copy of
 */
export function newResourceHref(start: { type?: string; name?: string; from?: string } = {}): string {
  return `/resources/new${queryOf(start)}`;
}

/** @param id of a change */
export function changeHref(id: string): string {
  return `/changes/${encodeURIComponent(id)}`;
}

/** The list of changes, filtered. */
export function changesHref(filter: { status?: string; set?: string } = {}): string {
  return `/changes${queryOf(filter)}`;
}

export function newChangeHref(): string {
  return "/changes/new";
}

function queryOf(values: Record<string, string | undefined>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  // Slashes are allowed in a query, and easier to read.
  const text = new URLSearchParams(given).toString().replaceAll("%2F", "/");
  return text === "" ? "" : `?${text}`;
}

/** @param place the name of a guide, with `#` and a part of it if need be */
export function guideHref(place: string): string {
  return `/help/${place}`;
}
