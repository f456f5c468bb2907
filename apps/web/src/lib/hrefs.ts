/** Addresses of pages, so that they are built in one place. */

const segments = (key: string): string => key.split("/").map(encodeURIComponent).join("/");

/** What `segments` made of a key, as a route gives it to its page. */
export function keyOfSegments(parts: readonly string[]): string {
  try {
    return parts.map(decodeURIComponent).join("/");
  } catch {
    // Nothing that an address of ours holds: it names nothing.
    return parts.join("/");
  }
}

/** @param key `provider/resource/name` */
export function resourceHref(key: string): string {
  return `/resources/view/${segments(key)}`;
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

/** @param text part of a key or of an error */
export function failuresHref(text: string): string {
  return `/failures?q=${encodeURIComponent(text)}`;
}

/** A new resource: of a type (`provider/resource`), or as a copy of another (its key). */
export function newResourceHref({ type, from }: { type?: string; from?: string }): string {
  if (from !== undefined) return `/resources/new?from=${encodeURIComponent(from)}`;
  return type === undefined ? "/resources/new" : `/resources/new?type=${encodeURIComponent(type)}`;
}
