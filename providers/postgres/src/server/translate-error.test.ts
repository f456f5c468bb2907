import { ConfigError, RetryAfter } from "@pragma/sdk/provider";
import pg from "pg";
import { expect, test } from "vitest";
import { isCatalogConflict, retryConflicts } from "./retry-conflicts.ts";
import { MissingDatabase, translateError } from "./translate-error.ts";

const at = { host: "db.example", port: 5432, user: "admin", database: "postgres" };

function databaseError(
  code: string,
  message = "it went wrong",
  more: Partial<pg.DatabaseError> = {},
): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError(message, message.length, "error"), { code, ...more });
}

function networkError(code: string, message = code): Error {
  return Object.assign(new Error(message), { code });
}

test.each([
  ["28P01", ConfigError, /Check the password of "admin"/],
  ["28000", ConfigError, /SQLSTATE 28000/],
  ["3D000", MissingDatabase, /database "postgres"/],
  ["42501", ConfigError, /"admin" of server_url lacks the right/],
  ["2BP01", ConfigError, /SQLSTATE 2BP01/],
  ["42704", ConfigError, /it went wrong/],
  ["0A000", ConfigError, /it went wrong/],
  ["53300", RetryAfter, /SQLSTATE 53300/],
  ["57P03", RetryAfter, /SQLSTATE 57P03/],
])("SQLSTATE %s", (code, kind, message) => {
  const translated = translateError(databaseError(code), at);
  expect(translated).toBeInstanceOf(kind);
  expect(translated.message).toMatch(message);
  expect(translated.message).toContain("db.example:5432");
});

test.each(["55006", "55P03", "40P01", "57014", "53100", "XX000"])("SQLSTATE %s is tried again", (code) => {
  const translated = translateError(databaseError(code), at);
  expect(translated).not.toBeInstanceOf(ConfigError);
  expect(translated).not.toBeInstanceOf(RetryAfter);
});

test("detail and hint of the server are told", () => {
  const translated = translateError(databaseError("2BP01", "cannot", { detail: "owner of x", hint: "drop x" }), at);
  expect(translated.message).toContain("cannot. owner of x. drop x");
});

test.each([
  ["ENOTFOUND", Error, /host name is unknown/],
  ["ECONNREFUSED", Error, /nothing accepts connections/],
  ["ETIMEDOUT", Error, /cannot be reached/],
  ["SELF_SIGNED_CERT_IN_CHAIN", ConfigError, /TLS failed/],
  ["ERR_TLS_CERT_ALTNAME_INVALID", ConfigError, /TLS failed/],
])("%s", (code, kind, message) => {
  const translated = translateError(networkError(code), at);
  expect(translated.name).toBe(kind === ConfigError ? "ConfigError" : "Error");
  expect(translated.message).toMatch(message);
});

test("an error of several addresses is told by its code", () => {
  const error = Object.assign(new AggregateError([networkError("ECONNREFUSED")], ""), { code: "ECONNREFUSED" });
  expect(translateError(error, at).message).toMatch(/nothing accepts connections/);
});

test.each([
  [databaseError("XX000", "tuple concurrently updated"), true],
  [databaseError("XX000", "something else"), false],
  [databaseError("23505", "duplicate key", { schema: "pg_catalog" }), true],
  [databaseError("23505", "duplicate key", { schema: "shop" }), false],
  [databaseError("42P04"), true],
  [new Error("tuple concurrently updated"), false],
])("a conflict on the catalog is told from other errors: %s", (error, expected) => {
  expect(isCatalogConflict(error)).toBe(expected);
});

test("conflicts are retried, a lasting one is given up, other errors are not retried", async () => {
  const { signal } = new AbortController();
  let calls = 0;
  const conflictUntil = (last: number) => async () => {
    calls += 1;
    if (calls < last) throw databaseError("40P01");
    return calls;
  };
  await expect(retryConflicts(signal, conflictUntil(3))).resolves.toBe(3);
  calls = 0;
  await expect(retryConflicts(signal, () => Promise.reject(databaseError("42501", `call ${++calls}`)))).rejects.toThrow(
    "call 1",
  );
  const aborted = AbortSignal.abort(new Error("cancelled"));
  calls = 0;
  await expect(retryConflicts(aborted, conflictUntil(99))).rejects.toThrow();
  expect(calls).toBe(1);
});
