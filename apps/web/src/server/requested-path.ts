import "server-only";
import { headers } from "next/headers";
import { PATH_HEADER } from "./path-header.ts";

/** The parameter that Next adds to the URL of a page that it fetches for its router. */
const OF_ROUTER = "_rsc";

/** Path and query of the requested page, as in the browser's address bar. */
export async function requestedPath(): Promise<string> {
  const text = (await headers()).get(PATH_HEADER) ?? "/";
  // A path that begins with two slashes would name a host.
  const url = new URL(`http://path${text.startsWith("/") ? text : "/"}`);
  if (!url.searchParams.has(OF_ROUTER)) return url.pathname + url.search;
  url.searchParams.delete(OF_ROUTER);
  return url.pathname + url.search;
}
