import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { beforeEach, expect, test } from "vitest";
import provider from "../src/index.ts";
import { useApi } from "./support/api.ts";

const api = useApi();
beforeEach(() => api.things.set("a/1", { id: "a/1", title: "main", size: 3, url: "u" }));

function thing(more: Record<string, unknown> = {}) {
  return {
    base_url: api.url,
    headers: { authorization: "Bearer {{secrets.key}}" },
    secrets: { key: "the-key-of-the-api" },
    values: { size: 3 },
    create: { path: "/things", body: { title: "{{name}}", size: "{{values.size}}" } },
    read: { path: "/things/{{id}}" },
    find: { path: "/things", items: "data", match: { title: "{{name}}" } },
    update: { method: "PATCH", path: "/things/{{id}}", body: { size: "{{values.size}}" } },
    delete: { path: "/things/{{id}}" },
    id: "id",
    outputs: { url: "data.url" },
    compare: { size: "data.size" },
    ...more,
  };
}

const address = () => `${api.url}/things/a%2F1`;
const methods = () => api.seen.map(({ method, path }) => `${method} ${path}`);

test("an object that find tells is refused by its address, and taken over by it without a write", async () => {
  const harness = new ProviderHarness(provider);
  expect((await harness.create("object", { config: thing() })).error).toMatchObject({
    ...{ kind: "config", exists: address(), message: `There is an object already at ${address()}` },
  });

  const found = await harness.import("object", address(), { config: thing() });
  expect(found).toMatchObject({ ok: true, config: { values: { size: 3 } }, outputs: { id: "a/1" } });
  expect(JSON.stringify(found)).not.toContain("the-key-of-the-api");
  const adopted = await harness.adopt("object", address(), { config: { ...thing(), ...found.config } });
  expect(adopted).toMatchObject({ ok: true, identity: address(), outputs: { id: "a/1", values: { url: "u" } } });
  expect(methods().filter((method) => !method.startsWith("GET"))).toEqual([]);
  expect(await harness.drift("object")).toEqual([]);
  expect(api.seen.at(-1)?.headers).toMatchObject({ authorization: "Bearer the-key-of-the-api" });
});

test("what differs is updated", async () => {
  const harness = new ProviderHarness(provider);
  const config = thing({ values: { size: 5 } });
  expect(await harness.import("object", address(), { config })).toMatchObject({ config: { values: { size: 3 } } });
  expect(await harness.adopt("object", address(), { config })).toMatchObject({ ok: true });
  expect(api.things.get("a/1")).toMatchObject({ size: 5 });
  expect(methods().filter((method) => !method.startsWith("GET"))).toEqual(["PATCH /things/a%2F1"]);
  expect(await harness.drift("object")).toEqual([]);
});

test("what an earlier attempt may have made is the resource's own", async () => {
  const created = await new ProviderHarness(provider).create("object", { config: thing(), attempt: 2 });
  expect(created).toMatchObject({ ok: true, identity: address() });
});

test("below the base_url of a connection the address is what follows that", async () => {
  const harness = new ProviderHarness(provider, { connection: { base_url: api.url } });
  const { base_url: _, ...config } = thing();
  expect((await harness.create("object", { config })).error).toMatchObject({ exists: "/things/a%2F1" });
  const adopted = await harness.adopt("object", "/things/a%2F1", { config });
  expect(adopted).toMatchObject({ ok: true, identity: "/things/a%2F1" });
});

test.each([
  ["an object of its own name", { read: { path: "/things/named-a" } }, "/things/named-a", "named-a", "named-a"],
  ["a query", { read: { path: "/things/q", query: { "i d": "{{id}}" } } }, "/things/q?i%20d=7%26", "q", "7&"],
  ["slashes", { read: { path: "/things/{{+id}}" } }, "/things/s", "s", "s"],
])("an address with %s", async (_what, more, path, key, id) => {
  api.things.set(key, { id, size: 3, url: "u" });
  const harness = new ProviderHarness(provider);
  const config = thing({ ...more, id: "data.id" });
  expect(await harness.adopt("object", `${api.url}${path}`, { config })).toMatchObject({
    ok: true,
    identity: `${api.url}${path}`,
    outputs: { id },
  });
});

test.each([
  [
    "elsewhere",
    {},
    "http://other.example/things/1",
    /is not the address of such an object: it reads .*\/things\/\{\{id\}\}/,
  ],
  ["of more than the object", {}, "/things/1/2", /is not the address/],
  ["by its resource's name", { read: { path: "/things/{{name}}" } }, "/things/main", /\{\{name\}\} has no value/],
  ["with a secret", { read: { path: "/things/{{secrets.key}}" } }, "/things/x", /its address holds a secret/],
  [
    "without a read",
    { read: undefined, compare: undefined },
    "/things/1",
    /config that is to declare it\. config\.read/,
  ],
])("an address %s is refused", async (_what, more, path, message) => {
  const config = Object.fromEntries(Object.entries(thing(more)).filter(([, value]) => value !== undefined)) as never;
  const identity = path.startsWith("/") ? `${api.url}${path}` : path;
  const found = await new ProviderHarness(provider).import("object", identity, { config });
  expect(found.error).toMatchObject({ kind: "config", message: expect.stringMatching(message) });
  expect(api.seen).toEqual([]);
});

test("there is nothing to take over where the API has nothing", async () => {
  const found = await new ProviderHarness(provider).import("object", `${api.url}/things/none`, { config: thing() });
  expect(found).toMatchObject({ ok: true, config: null });
});
