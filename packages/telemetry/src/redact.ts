/** Stands for a removed value; the same as in the API's answers. */
const REMOVED = "********";

/** Keys whose values must never be logged, compared without case, `-` and `_`. */
const SECRET_KEYS = new Set([
  "authorization",
  "proxyauthorization",
  "cookie",
  "setcookie",
  "password",
  "passwordhash",
  "token",
  "secret",
  "code",
  "codeverifier",
  "apikey",
  "encryptionkeys",
  "privatekey",
  "databaseurl",
  "connectionstring",
]);

/** Log objects are small; deeper levels are dropped rather than searched. */
const MAX_DEPTH = 8;

/**
 * A copy of `value` without the values of secret keys, at any depth.
 *
 * A short `code` is an exception: error codes such as `ECONNREFUSED` and `28P01` are what one searches a log for, while
 * a login code is long.
 */
export function redactKeys(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null || value instanceof Error || value instanceof Date) return value;
  if (depth === MAX_DEPTH) return "[…]";
  if (Array.isArray(value)) return value.map((item) => redactKeys(item, depth + 1));
  // Buffers, sockets, requests: pino's serializers know how to handle them.
  if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, isSecret(key, item) ? REMOVED : redactKeys(item, depth + 1)]),
  );
}

function isSecret(key: string, value: unknown): boolean {
  if (value === null || value === undefined) return false;
  const plain = key.toLowerCase().replaceAll(/[-_]/g, "");
  if (plain === "code") return typeof value === "string" && value.length > 24;
  return SECRET_KEYS.has(plain);
}

/** SQLSTATE classes of errors about values. */
const ABOUT_VALUES = /^2[23][0-9A-Z]{3}$/;

/**
 * A serialized error, with nested ones, without the values that PostgreSQL quotes: the `detail` of a violated
 * constraint is the whole row, including the hash of a password, and `where` may contain the JSON being parsed.
 */
export function redactQuotedValues(error: unknown): unknown {
  if (typeof error !== "object" || error === null) return error;
  const { code, detail, where, cause, aggregateErrors } = error as Record<string, unknown>;
  const result: Record<string, unknown> = { ...error };
  if (typeof code === "string" && ABOUT_VALUES.test(code)) {
    if (detail !== undefined) result["detail"] = REMOVED;
    if (where !== undefined) result["where"] = REMOVED;
  }
  if (cause !== undefined) result["cause"] = redactQuotedValues(cause);
  if (Array.isArray(aggregateErrors)) result["aggregateErrors"] = aggregateErrors.map(redactQuotedValues);
  return result;
}

const BEARER = /\b(Bearer|Basic) +[\w.~+/=-]{8,}/gi;
const API_TOKEN = /\bpragma_[\w-]{16,}/g;
// Both start only where a word begins: otherwise every position in a long word would be tried to its end.
const JWT = /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+/g;
const URL_PASSWORD = /((?<![a-z0-9+.-])[a-z][a-z0-9+.-]*:\/\/[^\s:/@"]*):[^\s/@"]+@/gi;

/** Removes anything that looks like a credential: the last line of defence, as some libraries quote their input. */
export function redactText(text: string): string {
  return text
    .replace(BEARER, `$1 ${REMOVED}`)
    .replace(API_TOKEN, REMOVED)
    .replace(JWT, REMOVED)
    .replace(URL_PASSWORD, `$1:${REMOVED}@`);
}
