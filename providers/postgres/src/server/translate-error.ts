import { AlreadyExists, ConfigError, RetryAfter } from "@pragma/sdk/provider";
import pg from "pg";
import type { Server } from "./server-url.ts";

/** Facts that a translation may tell: the server by address and user, never its URL. */
export type Whereabouts = Pick<Server, "host" | "port" | "user" | "database">;

/** Errors that say already what the user needs to know. */
const OWN_ERRORS = [AlreadyExists, ConfigError, RetryAfter];

/** Not the user's to fix: the same call may well succeed on the next attempt. */
const TRANSIENT = new Set([
  "40001", // serialization_failure
  "40P01", // deadlock_detected
  "55006", // object_in_use
  "55P03", // lock_not_available
  "57014", // query_canceled
]);

/** Server going down or coming up, failing over, or full. */
const UNAVAILABLE = new Set(["25006", "53300", "57P01", "57P02", "57P03"]);

/**
 * Classes of SQLSTATE (PostgreSQL manual, appendix A) that say the statement itself cannot work as configured:
 * unsupported feature, bad value, refused login, dependent objects, unknown or duplicate names, missing privilege, bad state.
 */
const CONFIG_CLASSES = new Set(["0A", "0L", "0P", "22", "28", "2B", "3D", "3F", "42", "55"]);

/** Failures of TLS that Node reports by `code`; no retry gives a server another certificate. */
const TLS_CODES = /^(?:ERR_(?:TLS|SSL)_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** The database to connect to does not exist: an error to whoever wants something in it, "gone" to whoever deletes. */
export class MissingDatabase extends ConfigError {}

/**
 * Translates a failure of the driver or the server for the user: ConfigError where only they can fix it, RetryAfter
 * where the server needs a moment, a plain error where the next attempt may succeed. The message names the server, the
 * reason and, where there is one, the remedy. The original is not attached: it can hold parts of a statement.
 */
export function translateError(error: unknown, at: Whereabouts): Error {
  if (!(error instanceof Error)) return new Error(`${where(at)}: ${String(error)}`);
  if (OWN_ERRORS.some((kind) => error instanceof kind)) return error;
  if (error instanceof pg.DatabaseError) return translateDatabaseError(error, at);
  return translateConnectionError(error, at);
}

function translateDatabaseError(error: pg.DatabaseError, at: Whereabouts): Error {
  const code = error.code ?? "";
  const said = [error.message, error.detail, error.hint].filter(Boolean).join(". ");
  const message = `${where(at)}: ${said}${remedy(error, at)} (SQLSTATE ${code})`;
  if (code === "3D000") return new MissingDatabase(message);
  if (UNAVAILABLE.has(code)) return new RetryAfter(5, message);
  if (TRANSIENT.has(code)) return new Error(message);
  if (CONFIG_CLASSES.has(code.slice(0, 2))) return new ConfigError(message);
  return new Error(message);
}

function remedy(error: pg.DatabaseError, at: Whereabouts): string {
  switch (error.code) {
    case "28P01":
      return `. Check the password of "${at.user}" in server_url`;
    case "28000":
      return error.message.includes("no encryption")
        ? ". The server asks for TLS: add ?sslmode=require to the URL"
        : "";
    case "42501":
      return `. The user "${at.user}" of server_url lacks the right to do this`;
    default:
      return "";
  }
}

function translateConnectionError(error: Error, at: Whereabouts): Error {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new Error(`${where(at)}: the host name is unknown (${code})`);
    case "ECONNREFUSED":
      return new Error(`${where(at)}: nothing accepts connections there (${code})`);
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return new Error(`${where(at)}: the host cannot be reached (${code})`);
  }
  if (TLS_CODES.test(code)) return new ConfigError(`${where(at)}: TLS failed: ${error.message} (${code})`);
  if (error.message === NO_TLS) {
    return new ConfigError(`${where(at)}: the server does not offer TLS, which the sslmode of server_url demands`);
  }
  if (error.message === "timeout expired")
    return new Error(`${where(at)}: no answer to the connection attempt in time`);
  if (/^SASL: .*(?:must be a (?:non-empty )?string)/.test(error.message)) {
    return new ConfigError(`${where(at)}: the server asks for a password, but server_url has none`);
  }
  return new Error(`${where(at)}: ${error.message}${code && ` (${code})`}`);
}

/** How node-postgres reports a server that answers the request for TLS with "no". */
export const NO_TLS = "The server does not support SSL connections";

function where({ host, port, database }: Whereabouts): string {
  return `PostgreSQL at ${host.includes(":") ? `[${host}]` : host}:${port}, database "${database}"`;
}
