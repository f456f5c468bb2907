import { isTooBusy, TooBusy } from "./too-busy.ts";

/**
 * SQLSTATE read_only_sql_transaction: the primary has become a standby, or the address does not lead to the new one yet. The
 * connection is of no more use.
 */
const READ_ONLY = "25006";
/** SQLSTATEs of a prepared statement that a pooler prepared in another session: unknown, or there already. */
const MISPLACED = new Set(["26000", "42P05"]);

/** SQLSTATE classes: connection, resources, operator intervention, and locks or rollbacks worth another try. */
const PASSING_CLASSES = new Set(["08", "53", "55", "57", "40"]);
/** The system's codes for connection failures, and for too many connections. */
const NETWORK_CODE =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|EAI_\w+|ENOTFOUND|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EMFILE|ENFILE)$/;
/** The driver's messages that have no code. */
const PASSING_MESSAGE =
  /connection terminated|connection error|^timeout expired$|timeout exceeded when trying to connect|query read timeout|not queryable/i;

/** Whether a statement's error will resolve itself: the database is unavailable, restarting or overloaded. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isTooBusy(error)) return true;
  const code = "code" in error ? String(error.code) : "";
  if (NETWORK_CODE.test(code)) return true;
  if (code === READ_ONLY || MISPLACED.has(code)) return true;
  if (/^[0-9A-Z]{5}$/.test(code)) return PASSING_CLASSES.has(code.slice(0, 2));
  // Other system errors, of files and the like.
  if (/^E[A-Z_]+$/.test(code)) return false;
  return PASSING_MESSAGE.test(error.message) || (error.cause !== undefined && isOutage(error.cause));
}

/** Whether the database failed whoever asked it. What was turned away before it was asked, others being first, is no failure. */
export function isDatabaseFailure(error: unknown): boolean {
  return isOutage(error) && !(error instanceof TooBusy);
}

/** Whether the server at the other end of a connection only reads: another connection may lead to one that writes. */
export function isReadOnly(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === READ_ONLY;
}

/** SQLSTATE classes of what a commit is refused for: a deferred constraint or trigger, a conflict, an aborted transaction. */
const REFUSED_CLASSES = new Set(["22", "23", "25", "40", "P0"]);
/** SQLSTATE statement_completion_unknown. */
const UNKNOWN = "40003";

/** Whether a failed COMMIT tells that the transaction was rolled back. Else it may have been committed, or not. */
export function provesRollback(error: unknown): boolean {
  if (!(error instanceof Error && "code" in error)) return false;
  const code = String(error.code);
  return /^[0-9A-Z]{5}$/.test(code) && code !== UNKNOWN && REFUSED_CLASSES.has(code.slice(0, 2));
}

/** Whether a prepared statement was looked for, or made, in another session than it was meant for. */
export function isMisplaced(error: unknown): boolean {
  return error instanceof Error && "code" in error && MISPLACED.has(String(error.code));
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
