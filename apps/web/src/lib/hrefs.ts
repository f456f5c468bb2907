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

/** @param resource the type's name, which may have slashes */
export function newResourceHref(provider: string, resource: string): string {
  return `/resources/new?type=${encodeURIComponent(`${provider}/${resource}`)}`;
}
