/** Addresses of pages, so that they are built in one place. */

const segments = (key: string): string => key.split("/").map(encodeURIComponent).join("/");

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

/** The list of resources, filtered. */
export function resourcesHref(filter: { state?: string; provider?: string } = {}): string {
  const query = new URLSearchParams(filter).toString();
  return query === "" ? "/resources" : `/resources?${query}`;
}

/** @param type `provider/resource`; the form asks for it if left out */
export function newResourceHref(type?: string, name?: string): string {
  const query = new URLSearchParams({ ...(type ? { type } : {}), ...(name ? { name } : {}) });
  // Slashes are allowed in a query, and easier to read.
  const text = query.toString().replaceAll("%2F", "/");
  return text === "" ? "/resources/new" : `/resources/new?${text}`;
}
