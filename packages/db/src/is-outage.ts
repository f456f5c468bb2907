import { isTooBusy } from "./too-busy.ts";

/**
 * SQLSTATE read_only_sql_transaction: the primary has become a standby, or the address does not lead to the new one yet. The
 * connection is of no more use.
 */
const READ_ONLY = "25006";
/** SQLSTATEs of a prepared statement that a pooler prepared in another session: unknown, or there already. */
const MISPLACED = new Set(["26000", "42P05"]);

/** SQLSTATE classes: connection, resources, operator intervention, lock or rollback that another try may avoid. */
const PASSING_CLASSES = new Set(["08", "53", "55", "57", "40"]);
/** What the system says of connections, and of too many of them. */
const NETWORK_CODE =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|EAI_\w+|ENOTFOUND|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EMFILE|ENFILE)$/;
/** What the driver says without a code. */
const PASSING_MESSAGE =
  /connection terminated|connection error|timeout exceeded when trying to connect|query read timeout|not queryable/i;

/** Whether an error of a statement will pass by itself: the database is away, restarting or overloaded. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isTooBusy(error)) return true;
  const code = "code" in error ? String(error.code) : "";
  if (NETWORK_CODE.test(code)) return true;
  if (code === READ_ONLY || MISPLACED.has(code)) return true;
  if (/^[0-9A-Z]{5}$/.test(code)) return PASSING_CLASSES.has(code.slice(0, 2));
  // The system's, of files and the like.
  if (/^E[A-Z_]+$/.test(code)) return false;
  return PASSING_MESSAGE.test(error.message) || (error.cause !== undefined && isOutage(error.cause));
}

/** Whether the server at the other end of a connection only reads: another connection may lead to one that writes. */
export function isReadOnly(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === READ_ONLY;
}

/** Whether a prepared statement was looked for, or made, in another session than it was meant for. */
export function isMisplaced(error: unknown): boolean {
  return error instanceof Error && "code" in error && MISPLACED.has(String(error.code));
}

/** SQLSTATE query_canceled: `statement_timeout` ended it, or an operator. */
const QUERY_CANCELED = "57014";

/**
 * Whether a statement was ended for taking too long. As outages go this one may pass, or be the statement's own fault:
 * whoever repeats it has to come to an end.
 */
export function isStatementTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === QUERY_CANCELED;
}
