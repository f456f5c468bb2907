import { AlreadyExists, ConfigError, RetryAfter } from "@pragma/sdk/provider";
import type { Server } from "./server-url.ts";

/** Facts that a translation may tell: the server by address and user, never its URL. */
export type Whereabouts = Pick<Server, "host" | "port" | "user">;

/** Failures of TLS that Node reports by `code`; no retry gives a server another certificate. */
const TLS_CODES = /^(?:ERR_(?:TLS|SSL|OSSL)_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/;

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

type Kind = "config" | "later" | "retry";

/** How Redis begins its errors, what each is for us, and what to do. The first that fits counts. */
const REPLIES: readonly [RegExp, Kind, ((at: Whereabouts) => string)?][] = [
  [/^WRONGPASS/, "config", ({ user }) => `. Check the name and password of "${user}" in server_url`],
  [/^NOAUTH/, "config", () => ". The server asks for a password, but server_url has none"],
  [/^NOPERM/, "config", ({ user }) => `. The user "${user}" of server_url lacks the right to do this`],
  [/^DENIED/, "config"],
  [/^(?:LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN)/, "later"],
  [/max number of clients/, "later"],
  [
    /^ERR AUTH .*without any password configured/,
    "config",
    () => ". The server has no password: leave it out of server_url",
  ],
  [/^ERR unknown command/i, "config", () => ". Users need Redis 6 or newer"],
  [/^ERR (?:Error in ACL|Usernames|The 'default' user|DB index|invalid DB index|Wrong format)/i, "config"],
  [/^ERR .*(?:not supported|not allowed|disabled)/i, "config"],
];

/**
 * Translates a failure of the client or the server for the user: ConfigError where only they can fix it, RetryAfter
 * where the server needs a moment, a plain error where the next attempt may succeed. The original is not attached: it can
 * hold parts of a command.
 */
export function translateError(error: unknown, at: Whereabouts): Error {
  const where = `Redis at ${at.host.includes(":") ? `[${at.host}]` : at.host}:${at.port}`;
  if (!(error instanceof Error)) return new Error(`${where}: ${String(error)}`);
  if ([ConfigError, RetryAfter, AlreadyExists].some((said) => error instanceof said)) return error;
  const code = codeOf(error);
  if (TLS_CODES.test(code)) return new ConfigError(`${where}: TLS failed: ${error.message} (${code})`);
  const reason = REASONS[code];
  if (reason !== undefined) return new Error(`${where}: ${reason} (${code})`);
  if (error.name === "ConnectionTimeoutError")
    return new Error(`${where}: no answer to the connection attempt in time`);
  if (error.name === "SocketClosedUnexpectedlyError") return new Error(`${where}: the connection was cut`);
  const reply = REPLIES.find(([pattern]) => pattern.test(error.message));
  const message = `${where}: ${error.message}${reply?.[2]?.(at) ?? ""}`;
  if (reply?.[1] === "config") return new ConfigError(message);
  if (reply?.[1] === "later") return new RetryAfter(5, message);
  return new Error(message);
}

/** Code of an error. For a host with several addresses the reasons are inside. */
function codeOf(error: Error): string {
  if ("code" in error && typeof error.code === "string") return error.code;
  return error instanceof AggregateError && error.errors[0] instanceof Error ? codeOf(error.errors[0]) : "";
}
