import { isTooBusy } from "./too-busy.ts";

/** SQLSTATE classes: connection, resources, operator intervention, and locks or rollbacks worth another try. */
const PASSING_CLASSES = new Set(["08", "53", "55", "57", "40"]);
/** The system's codes for connection failures, and for too many connections. */
const NETWORK_CODE =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|EAI_\w+|ENOTFOUND|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EMFILE|ENFILE)$/;
/** The driver's messages that have no code. */
const PASSING_MESSAGE =
  /connection terminated|connection error|timeout exceeded when trying to connect|query read timeout|not queryable/i;

/** Whether a statement's error will resolve itself: the database is unavailable, restarting or overloaded. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isTooBusy(error)) return true;
  const code = "code" in error ? String(error.code) : "";
  if (NETWORK_CODE.test(code)) return true;
  if (/^[0-9A-Z]{5}$/.test(code)) return PASSING_CLASSES.has(code.slice(0, 2));
  // Other system errors, of files and the like.
  if (/^E[A-Z_]+$/.test(code)) return false;
  return PASSING_MESSAGE.test(error.message) || (error.cause !== undefined && isOutage(error.cause));
}

/** SQLSTATE query_canceled: by `statement_timeout`, or an operator. */
const QUERY_CANCELED = "57014";

/**
 * Whether a statement was cancelled for taking too long. This may be a passing outage or the statement's own fault, so
 * retries must be bounded.
 */
export function isStatementTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === QUERY_CANCELED;
}
