import "server-only";
import { headers } from "next/headers";
import { PATH_HEADER } from "./path-header.ts";

/** What Next adds to the address of a page that it fetches for its router. */
const OF_ROUTER = "_rsc";

/** Path and query of the page that is asked for, as they stand in the browser's address bar. */
export async function requestedPath(): Promise<string> {
  const text = (await headers()).get(PATH_HEADER) ?? "/";
  // An address that begins with two slashes names a host, also on its way to this one.
  const url = new URL(`http://path${text.startsWith("/") ? text : "/"}`);
  if (!url.searchParams.has(OF_ROUTER)) return url.pathname + url.search;
  url.searchParams.delete(OF_ROUTER);
  return url.pathname + url.search;
}
