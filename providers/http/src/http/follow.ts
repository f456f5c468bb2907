import { ConfigError } from "@pragma/sdk/provider";
import { type Connection, type HttpAnswer, type HttpRequest, send } from "./send.ts";
import { describe } from "./translate-error.ts";

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Handling of a redirect to another origin: headers and body may hold credentials, which are not for it.
 * `refuse` makes it a ConfigError; `bare` follows it without any of the headers, if it is a GET or HEAD.
 */
export type Foreign = "refuse" | "bare";

/**
 * Sends a request and follows up to five redirects, as RFC 9110 15.4 says: 303 always, 301 and 302 after a POST turn
 * into a GET without a body, 307 and 308 repeat the request.
 *
 * @throws ConfigError for a redirect that is not followed; what `send` throws.
 */
export async function sendAndFollow(
  request: HttpRequest,
  connection: Connection,
  foreign: Foreign = "refuse",
): Promise<HttpAnswer> {
  let current = request;
  for (let count = 0; ; count += 1) {
    const answer = await send(current, connection);
    const location = answer.headers.location;
    if (!REDIRECTS.has(answer.status) || location === undefined) return answer;
    if (count === MAX_REDIRECTS) throw new ConfigError(`${describe(request)}: more than ${MAX_REDIRECTS} redirects`);
    current = redirected(current, answer.status, location, foreign);
  }
}

function redirected(request: HttpRequest, status: number, location: string, foreign: Foreign): HttpRequest {
  const url = URL.canParse(location, request.url.href) ? new URL(location, request.url) : null;
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new ConfigError(`${describe(request)}: is redirected (${status}) to something that is not an HTTP address`);
  }
  const isRead = request.method === "GET" || request.method === "HEAD";
  const turnsToGet = !isRead && (status === 303 || ((status === 301 || status === 302) && request.method === "POST"));
  const next: HttpRequest = turnsToGet
    ? { method: "GET", url, headers: withoutContent(request.headers), body: null }
    : { ...request, url };
  if (url.origin === request.url.origin) return next;
  if (foreign === "refuse" || !isRead) {
    throw new ConfigError(
      `${describe(request)}: is redirected (${status}) to another origin, ${url.origin}, where its headers are not sent. ` +
        "Give that address instead, if it is meant",
    );
  }
  return { ...next, headers: {} };
}

function withoutContent(headers: HttpRequest["headers"]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.toLowerCase().startsWith("content-")));
}
