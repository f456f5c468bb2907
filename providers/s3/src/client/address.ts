import type { Server } from "../fields.ts";

/** The thing that a request is about. */
export interface Target {
  /** Left out: the server. */
  bucket?: string;
  /** Left out: the bucket. */
  key?: string;
}

/** The address of a thing: a host, and a path exactly as it is sent and signed. */
export interface Address {
  host: string;
  path: string;
}

/** Host and path of a thing, in the server's style. */
export function addressOf({ endpoint, path_style }: Server, { bucket, key }: Target): Address {
  const { host } = new URL(endpoint);
  const rest = key === undefined ? "" : encodeKey(key);
  if (bucket === undefined) return { host, path: "/" };
  return path_style ? { host, path: `/${bucket}/${rest}` } : { host: `${bucket}.${host}`, path: `/${rest}` };
}

/** The URL of a thing, for outputs and errors. */
export function urlOf(server: Server, target: Target): string {
  const { host, path } = addressOf(server, target);
  const url = `${new URL(server.endpoint).protocol}//${host}${path}`;
  return target.key === undefined ? url.replace(/\/$/, "") : url;
}

/**
 * A key as part of a path. Each character outside of the unreserved ones of RFC 3986 is percent-encoded once; slashes stay, also several
 * in a row, as do `.` and `..`: they are parts of the key's name.
 */
function encodeKey(key: string): string {
  return key.split("/").map(encodePart).join("/");
}

/** The query of a request, in the form that is signed. */
export function encodeQuery(query: Readonly<Record<string, string>>): string {
  const parts = Object.entries(query).map(([name, value]) => `${encodePart(name)}=${encodePart(value)}`);
  return parts.sort().join("&");
}

function encodePart(part: string): string {
  return encodeURIComponent(part).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
