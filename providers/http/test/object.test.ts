import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { expect, test } from "vitest";
import provider from "../src/index.ts";
import { useApi } from "./support/api.ts";

const api = useApi();

/** A thing with everything; tests take away or change what they are about. */
function thing(more: Record<string, unknown> = {}) {
  return {
    base_url: api.url,
    headers: { Authorization: "Bearer {{secrets.key}}" },
    secrets: { key: "the-key-of-the-api" },
    values: { size: 3, tags: ["a", "b"], label: "first" },
    create: {
      path: "/things",
      body: { title: "{{name}}", size: "{{values.size}}", tags: "{{values.tags}}", label: "is {{values.label}}" },
    },
    read: { path: "/things/{{id}}" },
    update: {
      method: "PATCH",
      path: "/things/{{id}}",
      body: { label: "is {{values.label}}", size: "{{values.size}}" },
    },
    delete: { path: "/things/{{id}}" },
    id: "data.id",
    outputs: { url: "data.url", size: "data.size" },
    ...more,
  };
}

const find = { path: "/things", query: { title: "{{name}}" }, items: "data", match: { title: "{{name}}" } };
const found = (more: Record<string, unknown> = {}) =>
  thing({ id: "id", find, outputs: {}, create: { path: "/things", body: { title: "{{name}}" } }, ...more });

function config(message: RegExp) {
  return { ok: false, error: { kind: "config", message: expect.stringMatching(message) } };
}

const methods = () => api.seen.map(({ method, path }) => `${method} ${path}`);

test("an object's life: made, read, changed, healthy, deleted, gone", async () => {
  const harness = new ProviderHarness(provider);
  const created = await harness.create("object", { name: "shelf", config: thing() });
  expect(created).toMatchObject({
    ok: true,
    outputs: { id: "t-1", values: { url: `${api.url}/things/t-1`, size: 3 }, secrets: {} },
  });
  expect(JSON.parse(api.seen[0]?.body ?? "")).toEqual({ title: "shelf", size: 3, tags: ["a", "b"], label: "is first" });
  expect(api.seen[0]?.headers).toMatchObject({
    authorization: "Bearer the-key-of-the-api",
    "content-type": "application/json",
  });
  expect(await harness.health("object", { name: "shelf" })).toMatchObject({ health: { status: "healthy" } });

  const updated = await harness.update("object", {
    name: "shelf",
    config: thing({ values: { size: 4, label: "second" }, create: { path: "/things" } }),
  });
  expect(updated).toMatchObject({ ok: true, outputs: { id: "t-1", values: { size: 4 } } });
  expect(api.things.get("t-1")).toMatchObject({ title: "shelf", label: "is second", size: 4 });

  expect(await harness.delete("object", { name: "shelf" })).toMatchObject({ ok: true });
  expect(api.things.size).toBe(0);
  expect(await harness.delete("object", { name: "shelf", config: thing(), outputs: created.outputs })).toMatchObject({
    ok: true,
  });
  expect(await harness.read("object", { config: thing(), outputs: created.outputs })).toMatchObject({
    ok: true,
    outputs: null,
  });
  expect(await harness.health("object", { config: thing(), outputs: created.outputs })).toMatchObject({
    health: { status: "unhealthy", message: expect.stringMatching(/does not exist/) },
  });
});

test("a secret that the API shows once stays known", async () => {
  const harness = new ProviderHarness(provider);
  const withToken = (label: string) =>
    thing({ secret_outputs: { token: "data.token" }, values: { size: 1, label, tags: [] } });
  expect(await harness.create("object", { config: withToken("a") })).toMatchObject({
    outputs: { secrets: { token: expect.stringMatching(/^token-of-t-\d+-shown-once$/) } },
  });
  const updated = await harness.update("object", { config: withToken("b") });
  expect(updated.outputs?.secrets).toEqual({ token: expect.stringMatching(/shown-once/) });
});

test("an object that is gone fails an update; only one that nobody could have read is made anew by it", async () => {
  const harness = new ProviderHarness(provider);
  await harness.create("object", { config: thing() });
  api.things.clear();
  expect(await harness.update("object", { config: thing() })).toMatchObject(config(/is gone\. Revert the drift/));
  expect(api.things.size).toBe(0);

  const { read: _, ...blind } = thing({ outputs: {} });
  await harness.create("object", { config: blind });
  const [first] = api.things.keys();
  api.things.clear();
  const updated = await harness.update("object", { config: blind });
  expect(updated).toMatchObject({
    ok: true,
    logs: [{ level: "warn", message: expect.stringMatching(/created again/) }],
  });
  expect([...api.things.keys()]).toEqual([updated.outputs?.id]);
  expect(updated.outputs?.id).not.toBe(first);
});

test("without an update: the same request does nothing, another fails or, if asked for, replaces", async () => {
  const harness = new ProviderHarness(provider);
  const { update: _, ...fixed } = thing();
  const created = await harness.create("object", { config: fixed });

  api.seen.length = 0;
  const rotated = { ...fixed, secrets: { key: "another-key-of-the-api" } };
  expect(await harness.update("object", { config: rotated })).toMatchObject({ ok: true, outputs: created.outputs });
  expect(methods()).toEqual([`GET /things/${created.outputs?.id}`]);

  const changed = { ...rotated, values: { ...fixed.values, size: 9 } };
  expect(await harness.update("object", { config: changed })).toMatchObject(config(/there is no update.*replace/));
  expect(api.things.size).toBe(1);

  const replaced = await harness.update("object", { config: { ...changed, replace: true } });
  expect(replaced).toMatchObject({ ok: true, outputs: { values: { size: 9 } } });
  expect([...api.things.keys()]).toEqual([replaced.outputs?.id]);
  expect(replaced.outputs?.id).not.toBe(created.outputs?.id);
});

test("a fixed value is refused, or replaces", async () => {
  const harness = new ProviderHarness(provider);
  await harness.create("object", { config: thing({ fixed: ["size"] }) });
  const changed = thing({ fixed: ["size"], values: { size: 5, label: "x", tags: [] } });
  expect(await harness.update("object", { config: changed })).toMatchObject(config(/values\.size cannot be changed/));
  expect(await harness.update("object", { config: { ...changed, replace: true } })).toMatchObject({
    ok: true,
    outputs: { values: { size: 5 } },
  });
  expect(api.things.size).toBe(1);
});

test("after a lost answer, find tells what is there; without it the token makes the API repeat its answer", async () => {
  api.intercept = (_seen, count) => {
    const lost = count === 2;
    if (lost) api.answer(api.seen[1] as never);
    return lost ? { cut: true } : undefined;
  };
  const harness = new ProviderHarness(provider);
  const first = await harness.create("object", { config: found() });
  expect(first).toMatchObject({
    ok: false,
    error: { kind: "failed", message: expect.stringMatching(/connection was cut/) },
  });
  expect(await harness.create("object", { config: found(), attempt: 2 })).toMatchObject({ ok: true });
  expect(api.things.size).toBe(1);
  expect(harness.calls.map(({ method }) => method)).toEqual(["read", "create", "read", "update", "identity"]);

  api.things.clear();
  api.seen.length = 0;
  api.intercept = (seen, count) => {
    if (count > 1) return undefined;
    api.answer(seen);
    return { cut: true };
  };
  const keyed = { config: thing({ idempotency_header: "Idempotency-Key" }), operationId: "operation-1", name: "k" };
  expect(await harness.create("object", keyed)).toMatchObject({ ok: false });
  expect(await harness.create("object", { ...keyed, attempt: 2 })).toMatchObject({ ok: true });
  expect(api.things.size).toBe(1);
  expect(api.seen[0]?.headers["idempotency-key"]).toBe("operation-1-create");
});

test("find: deletes what a cancelled create left and nothing else, and refuses to choose between two", async () => {
  api.things.set("x", { id: "x", title: "main" });
  api.things.set("y", { id: "y", title: "other" });
  const harness = new ProviderHarness(provider);
  expect(await harness.delete("object", { config: found() })).toMatchObject({ ok: true, logs: [{ level: "warn" }] });
  expect(api.things.size).toBe(2);
  expect(await harness.delete("object", { config: found(), mayExist: true })).toMatchObject({ ok: true });
  expect([...api.things.keys()]).toEqual(["y"]);

  for (const id of ["1", "2"]) api.things.set(id, { id, title: "main" });
  expect(await harness.create("object", { config: found() })).toMatchObject(config(/2 objects match/));
});

test("what was never made is not deleted blindly", async () => {
  const named = { path: "/things/named-{{name}}" };
  const harness = new ProviderHarness(provider);
  const blind = { base_url: api.url, create: { method: "PUT", ...named }, delete: named };
  api.things.set("named-main", { id: "named-main" });
  for (const config of [blind, thing()]) {
    for (const mayExist of [false, true]) {
      const deleted = await harness.delete("object", { config, mayExist });
      expect(deleted).toMatchObject({ ok: true, logs: [{ level: "warn" }] });
    }
  }
  expect(api.things.size).toBe(1);
  expect(api.seen).toEqual([]);
});

test("an object that its name alone names needs no id", async () => {
  const path = "/things/named-{{name}}";
  const harness = new ProviderHarness(provider);
  const named = (size: number) => ({
    base_url: api.url,
    values: { size },
    create: { method: "PUT", path, body: { size: "{{values.size}}" } },
    read: { path },
    update: { path, body: { size: "{{values.size}}" } },
    delete: { path },
    outputs: { size: "data.size" },
  });
  expect(await harness.create("object", { config: named(1) })).toMatchObject({
    outputs: { id: null, values: { size: 1 } },
  });
  expect(await harness.update("object", { config: named(2) })).toMatchObject({ outputs: { values: { size: 2 } } });
  expect(await harness.delete("object")).toMatchObject({ ok: true });
  expect(api.things.size).toBe(0);
});

test("ready: waits for the state, gives up on one that is final, and on time", async () => {
  let reads = 0;
  const states = ["building", "building", "active"];
  api.intercept = (seen) => {
    if (seen.method !== "GET") return undefined;
    return { body: { data: { id: "t", state: states[Math.min(reads++, states.length - 1)], url: "u", size: 1 } } };
  };
  const ready = { path: "data.state", values: ["active"], failed: ["broken"], interval: 0.05, timeout: 60 };
  const harness = new ProviderHarness(provider);
  expect(await harness.create("object", { config: thing({ ready }) })).toMatchObject({
    ok: true,
    outputs: { values: { url: "u" } },
  });
  expect(reads).toBe(3);

  states.splice(0, 3, "broken");
  expect(await harness.health("object")).toMatchObject({
    health: { status: "degraded", message: expect.stringMatching(/broken/) },
  });
  const before = api.things.size;
  expect(await harness.create("object", { name: "b", config: thing({ ready }) })).toMatchObject(config(/"broken"/));
  expect(api.things.size, "what cannot become ready is deleted again").toBe(before);

  states.splice(0, 1, "building");
  const soon = { ...ready, timeout: 1 };
  expect(await harness.create("object", { name: "c", config: thing({ ready: soon }) })).toMatchObject({
    ok: false,
    error: { kind: "failed", message: expect.stringMatching(/"building".*not ready after 1 s/) },
  });
  expect(api.things.size).toBe(before);
});

test("a deletion that is only accepted is waited for", async () => {
  const harness = new ProviderHarness(provider);
  const created = await harness.create("object", { config: thing() });
  let reads = 0;
  api.intercept = (seen) => {
    if (seen.method === "DELETE") return { status: 202 };
    reads += 1;
    if (reads === 2) api.things.clear();
    return undefined;
  };
  expect(await harness.delete("object")).toMatchObject({ ok: true });
  expect(reads).toBe(2);
  expect(created.ok).toBe(true);
});

test("an output that the API does not give fails, and what was made is deleted again", async () => {
  const harness = new ProviderHarness(provider);
  const result = await harness.create("object", { config: thing({ outputs: { color: "data.color" } }) });
  expect(result).toMatchObject(config(/outputs\.color: there is nothing at "data\.color"/));
  expect(result.logs).toMatchObject([{ level: "warn", message: expect.stringMatching(/deleted again/) }]);
  expect(api.things.size).toBe(0);

  const nameless = await harness.create("object", { config: thing({ id: "data.uuid" }) });
  expect(nameless).toMatchObject(config(/was made, but cannot be named.*"data\.uuid"/));
});

test("an id from the location header, a form, and an answer that is no JSON", async () => {
  api.intercept = (seen) =>
    seen.method === "POST" ? { status: 201, headers: { location: "/things/t%2F9?x=1" }, body: "made" } : undefined;
  const harness = new ProviderHarness(provider);
  const form = thing({
    id: "header:Location",
    outputs: {},
    create: { path: "/things", form: { title: "a&b {{values.label}}" } },
  });
  expect(await harness.create("object", { config: form })).toMatchObject({ outputs: { id: "t/9" } });
  expect(api.seen[0]).toMatchObject({ body: "title=a%26b+first" });
  await harness.delete("object");
  expect(api.seen[1]?.path).toBe("/things/t%2F9");
});

test("retain leaves the object", async () => {
  const harness = new ProviderHarness(provider);
  await harness.create("object", { config: thing({ deletion_policy: "retain" }) });
  expect(await harness.delete("object")).toMatchObject({ ok: true });
  expect(api.things.size).toBe(1);
});

test.each([
  ["two bodies", { create: { path: "/", body: 1, text: "x" } }, /create\.text: only one of body and text/],
  ["an id that nothing gives", { id: undefined }, /id is needed, because read names \{\{id\}\}/],
  ["an id before there is one", { create: { path: "/{{id}}" } }, /create: cannot name \{\{id\}\}/],
  ["no delete", { delete: undefined }, /delete is needed, unless/],
  ["a comparison without read", { read: undefined, compare: { size: "data.size" } }, /read is needed to compare/],
  ["a comparison of nothing", { compare: { color: "data.color" } }, /compare\.color is no key of values/],
  ["ready without read", { read: undefined, ready: { path: "s", values: ["a"] } }, /read is needed to wait/],
  [
    "an unknown name",
    { create: { path: "/{{values.nothing}}" } },
    /create\.path: \{\{values\.nothing\}\} has no value/,
  ],
  ["an array in a text", { create: { path: "/{{values.tags}}" } }, /is an array, which cannot be part of a text/],
  ["another place", { create: { path: "/{{values.up}}" }, values: { up: ".." } }, /would make the path another one/],
  ["no address", { base_url: "example.com" }, /base_url is not a valid URL/],
  ["another protocol", { base_url: "ftp://example.com" }, /must begin with https/],
  ["a password in the address", { base_url: "http://u:secret@example.com" }, /must not hold a user or password/],
  ["a header of the connection", { headers: { Host: "x" } }, /"Host" is set by the connection/],
  [
    "a line break in a header",
    { headers: { "x-a": "{{values.v}}" }, values: { v: "a\r\nx-b: c", size: 1, tags: [], label: "l" } },
    /cannot be sent/,
  ],
])("%s is refused before anything is made", async (_what, more, message) => {
  const base = thing(more);
  const given = Object.fromEntries(Object.entries(base).filter(([, value]) => value !== undefined));
  const result = await new ProviderHarness(provider).create("object", { config: given as never });
  expect(result).toMatchObject(config(message));
  expect(JSON.stringify(result.error?.message)).not.toContain("secret@");
  expect(api.seen).toEqual([]);
});
