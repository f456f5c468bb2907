import { readFileSync } from "node:fs";
import { ConfigError } from "@pragma/sdk/provider";
import { expect, test } from "vitest";
import provider from "./index.ts";
import { prefixOf, prefixPattern } from "./key-space/keys.ts";
import { connectionUrl, parseServerUrl } from "./server/server-url.ts";
import { rulesOf } from "./user/rules.ts";

const types = provider.describe();

function fieldsWith(schema: unknown, flag: "sensitive" | "immutable"): string[] {
  const { properties } = schema as { properties: Record<string, Record<string, unknown>> };
  return Object.keys(properties).filter((name) => properties[name]?.[flag] === true);
}

test.each([
  ["acl-user", ["name"]],
  ["key-space", ["prefix", "username"]],
])("%s: what is sensitive and what immutable", (type, immutable) => {
  expect(fieldsWith(types[type]?.schema, "sensitive")).toEqual(["server_url", "password"]);
  expect(fieldsWith(types[type]?.outputs_schema, "sensitive")).toEqual(["password", "url"]);
  expect(fieldsWith(types[type]?.schema, "immutable")).toEqual(immutable);
  expect(types[type]?.methods).toEqual([
    ...["create", "update", "delete", "read"],
    ...["identity", "import", "list", "health"],
  ]);
});

test("a connection's url is sensitive", () => {
  expect(fieldsWith(types.connection?.schema, "sensitive")).toEqual(["url"]);
});

test("every config field says what it is", () => {
  for (const [type, { schema }] of Object.entries(types)) {
    for (const [field, content] of Object.entries(schema.properties as Record<string, object>)) {
      expect(content, `${type}.${field}`).toHaveProperty("description");
    }
  }
});

test("the README names every field and output", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const common = readme.slice(0, readme.indexOf("\n## acl-user"));
  for (const [type, { schema, outputs_schema }] of Object.entries(types)) {
    const [, section = ""] = readme.split(`\n## ${type}\n`);
    const text = common + section.slice(0, section.indexOf("\n## "));
    for (const { properties } of [schema, outputs_schema]) {
      for (const name of Object.keys(properties as object)) expect(text, `${type}.${name}`).toContain(`\`${name}\``);
    }
  }
});

test("server URLs are read, and written for others", () => {
  const server = parseServerUrl("rediss://ad%3Amin:p%40ss@[::1]:7000/2", "CA");
  expect(server).toEqual({
    host: "::1",
    port: 7000,
    user: "ad:min",
    password: "p@ss",
    database: 2,
    tls: true,
    ca: "CA",
  });
  expect(connectionUrl(server, "a/b", "c:d@")).toBe("rediss://a%2Fb:c%3Ad%40@[::1]:7000/2");
  expect(parseServerUrl("redis://host")).toMatchObject({
    port: 6379,
    user: "default",
    password: undefined,
    database: 0,
  });
});

test.each([
  ["localhost:6379", undefined, /must begin with redis/],
  ["not a url", undefined, /not a valid URL/],
  ["http://u:secret@h", undefined, /must begin with redis/],
  ["redis:///0", undefined, /must name a host/],
  ["redis://h/zero", undefined, /the database is a number/],
  ["redis://h?tls=1", undefined, /query parameters/],
  ["redis://h", "CA", /server_ca is for rediss/],
  ["redis://u:%zz@h", undefined, /not valid percent-encoding/],
])("%s is refused", (url, ca, message) => {
  expect(() => parseServerUrl(url, ca)).toThrow(ConfigError);
  expect(() => parseServerUrl(url, ca)).toThrow(message);
});

test("a user's rules begin with reset, so that nothing of before stays", () => {
  const user = { name: "u", password: "p", enabled: true, commands: ["+@all", "-get"], keys: ["a*"] };
  const rules = rulesOf({ ...user, readKeys: ["b*"], channels: ["c"] });
  expect(rules).toEqual([
    "reset",
    "on",
    expect.stringMatching(/^#[0-9a-f]{64}$/),
    "~a*",
    "%R~b*",
    "&c",
    "+@all",
    "-get",
  ]);
});

test("a prefix is matched literally, and read out of its pattern", () => {
  expect(prefixPattern("a*b?[c]\\d-^:")).toBe("a\\*b\\?\\[c\\]\\\\d-^:*");
  expect(prefixOf("a\\*b\\?\\[c\\]\\\\d-^:*")).toBe("a*b?[c]\\d-^:");
  for (const pattern of ["*", "", "a", "a?*", "a*b*", "[a]*", "a\\*"]) expect(prefixOf(pattern), pattern).toBeNull();
});
