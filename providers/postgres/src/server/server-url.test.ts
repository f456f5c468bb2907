import { ConfigError } from "@pragma/sdk/provider";
import { expect, test } from "vitest";
import { connectionUrl } from "./connection-url.ts";
import { parseServerUrl } from "./server-url.ts";

const SECRET = "hunter2-secret";

test("a full URL is taken apart and decoded", () => {
  const server = parseServerUrl("postgres://ad%40min:p%2Fw%3A%23@db.example:6543/main%20db?sslmode=disable");
  expect(server).toMatchObject({
    host: "db.example",
    port: 6543,
    user: "ad@min",
    password: "p/w:#",
    database: "main db",
    tls: { options: false, optional: false },
  });
});

test("port, database and password have defaults, IPv6 loses its brackets", () => {
  expect(parseServerUrl("postgresql://admin@[::1]")).toMatchObject({
    host: "::1",
    port: 5432,
    password: undefined,
    database: "postgres",
    connectTimeoutMs: 10_000,
  });
});

test.each([
  ["5", 5000],
  ["0", 10_000],
  ["-1", 10_000],
  ["soon", 10_000],
])("connect_timeout=%s is %i ms", (value, ms) => {
  expect(parseServerUrl(`postgres://u@h/?connect_timeout=${value}`).connectTimeoutMs).toBe(ms);
});

test.each([
  ["no URL at all", `u:${SECRET}@host`, /not a valid URL|must begin/],
  ["a password that is not encoded", `postgres://u:${SECRET}#?x@host:5432/db`, /not a valid URL|name a host/],
  ["a port out of range", `postgres://u:${SECRET}@host:99999/db`, /not a valid URL/],
  ["another protocol", `mysql://u:${SECRET}@host/db`, /must begin with postgres:/],
  ["no host", `postgres://u:${SECRET}@/db`, /not a valid URL|name a host/],
  ["no user", `postgres://:${SECRET}@host/db`, /name a user/],
  ["bad percent-encoding", `postgres://u:${SECRET}%E0%A4@host/db`, /password is not valid percent-encoding/],
  ["a host among the parameters", `postgres://u:${SECRET}@host/db?host=other`, /host in its own place/],
  ["a password among the parameters", `postgres://u@host/db?password=${SECRET}`, /password in its own place/],
  ["an unknown sslmode", `postgres://u:${SECRET}@host/db?sslmode=${SECRET}`, /unknown sslmode/],
  ["a certificate file", `postgres://u:${SECRET}@host/db?sslrootcert=/x`, /server_ca/],
  ["a client key file", `postgres://u:${SECRET}@host/db?sslkey=/x`, /sslkey names a file/],
])("%s is a ConfigError that keeps the secret", (_what, url, message) => {
  let thrown: unknown;
  try {
    parseServerUrl(url);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(ConfigError);
  expect((thrown as ConfigError).message).toMatch(message);
  expect(JSON.stringify([(thrown as ConfigError).message, (thrown as ConfigError).cause])).not.toContain(SECRET);
});

test.each([
  ["disable", undefined, false, false],
  ["prefer", undefined, { rejectUnauthorized: false }, true],
  ["require", undefined, { rejectUnauthorized: false }, false],
  ["verify-full", undefined, {}, false],
  ["verify-full", "PEM", { ca: "PEM" }, false],
  [null, undefined, false, false],
  [null, "PEM", { ca: "PEM" }, false],
])("sslmode=%s with server_ca %s", (mode, ca, options, optional) => {
  const url = `postgres://u@host/db${mode === null ? "" : `?sslmode=${mode}`}`;
  expect(parseServerUrl(url, ca).tls).toEqual({ options, optional });
});

test.each(["require", "verify-ca"])("sslmode=%s with a certificate checks the chain but not the name", (mode) => {
  const { options } = parseServerUrl(`postgres://u@host/db?sslmode=${mode}`, "PEM").tls;
  if (options === false) throw new Error("TLS is switched off");
  expect(options.ca).toBe("PEM");
  expect(options.rejectUnauthorized).not.toBe(false);
  expect(options.checkServerIdentity?.("host", {} as never)).toBeUndefined();
});

test("a connection URL is encoded, keeps TLS options and nothing else of the administrator's", () => {
  const server = parseServerUrl(
    "postgres://admin:root@[::1]:6543/postgres?sslmode=require&application_name=x&options=-c",
  );
  expect(connectionUrl(server, "my/db", "o@wner", "p:w/#?")).toBe(
    "postgresql://o%40wner:p%3Aw%2F%23%3F@[::1]:6543/my/db?sslmode=require",
  );
  expect(connectionUrl(server, "db", "owner")).toBe("postgresql://owner@[::1]:6543/db?sslmode=require");
  expect(connectionUrl(server, "db")).toBe("postgresql://[::1]:6543/db?sslmode=require");
});

test("a connection URL reads back as what it was made of", () => {
  const server = parseServerUrl("postgres://admin:root@host:6543/postgres");
  const again = parseServerUrl(connectionUrl(server, 'd"b %41;/?#', "ö wner", "p@:/?#[]%25"));
  expect(again).toMatchObject({ database: 'd"b %41;/?#', user: "ö wner", password: "p@:/?#[]%25", port: 6543 });
});
