import { ConfigError } from "@pragma/sdk/provider";
import type { HttpRequest } from "./send.ts";

/** Failures of TLS that Node reports by `code`; no retry gives a server another certificate. */
const TLS_CODES = /^(?:ERR_(?:TLS|SSL|OSSL)_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/;

/** Errors of what Node refuses to send: a method, a name or a value of a header that HTTP does not have. */
const REQUEST_CODES = new Set(["ERR_INVALID_CHAR", "ERR_INVALID_HTTP_TOKEN", "ERR_UNESCAPED_CHARACTERS"]);

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: "the host name is unknown",
  EAI_AGAIN: "the host name cannot be looked up at the moment",
  ECONNREFUSED: "nothing accepts connections there",
  ETIMEDOUT: "the host cannot be reached",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the host cannot be reached",
  ECONNRESET: "the connection was cut",
  EPIPE: "the connection was cut",
};

/**
 * Translates a failure on the way for the user: ConfigError where only they can fix it, a plain error where the next
 * attempt may succeed. It names method and address, never the query or a header: they can hold credentials.
 *
 * @param timedOut the seconds that were over, or null.
 */
export function translateError(error: unknown, request: HttpRequest, timedOut: number | null): Error {
  const where = describe(request);
  if (timedOut !== null) return new Error(`${where}: no complete answer within ${timedOut} s`);
  if (!(error instanceof Error)) return new Error(`${where}: ${String(error)}`);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (REQUEST_CODES.has(code)) return new ConfigError(`${where}: the request cannot be sent: ${error.message}`);
  if (TLS_CODES.test(code)) return new ConfigError(`${where}: TLS failed: ${error.message} (${code})`);
  const reason = REASONS[code] ?? (error.message || "the connection failed");
  return new Error(`${where}: ${reason}${code && ` (${code})`}`);
}

/** Method and address of a request as errors show them. */
export function describe({ method, url }: Pick<HttpRequest, "method" | "url">): string {
  return `${method} ${url.origin}${url.pathname}`;
}
