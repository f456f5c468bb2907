/** What stands for a removed value; the same as in the API's answers. */
const REMOVED = "********";

/** Keys whose values never belong into a log, compared without case, `-` and `_`. */
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

/** Log objects are small; what is nested deeper than this is left out rather than searched. */
const MAX_DEPTH = 8;

/**
 * A copy of `value` without the values of secret keys, at any depth.
 *
 * `code` is an exception where it is short: error codes such as `ECONNREFUSED` and `28P01` are what one looks for in
 * a log, while a login code is long.
 */
export function redactKeys(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null || value instanceof Error || value instanceof Date) return value;
  if (depth === MAX_DEPTH) return "[…]";
  if (Array.isArray(value)) return value.map((item) => redactKeys(item, depth + 1));
  // Buffers, sockets, requests: pino's serializers know what to do with them.
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

/** SQLSTATE classes of what is wrong with a value. */
const ABOUT_VALUES = /^2[23][0-9A-Z]{3}$/;

/**
 * A serialized error, and those within it, without the values that PostgreSQL quotes in it: `detail` of a row that a constraint
 * refuses is the whole row, with the hash of the password, and `where` may be the JSON at hand.
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
// Both begin where a word does and nowhere inside one: each place in a long word would be tried to the word's end.
const JWT = /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+/g;
const URL_PASSWORD = /((?<![a-z0-9+.-])[a-z][a-z0-9+.-]*:\/\/[^\s:/@"]*):[^\s/@"]+@/gi;

/** Removes what looks like a credential from text: the last door, for messages of libraries that quote their input. */
export function redactText(text: string): string {
  return text
    .replace(BEARER, `$1 ${REMOVED}`)
    .replace(API_TOKEN, REMOVED)
    .replace(JWT, REMOVED)
    .replace(URL_PASSWORD, `$1:${REMOVED}@`);
}
