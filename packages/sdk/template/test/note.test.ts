import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { ProviderHarness } from "@pragma/sdk/provider/testing";
import provider from "../src/index.ts";
import { NotesService } from "./notes-service.ts";

// The handlers run in memory, under the rules of the platform, against a real service.
const service = new NotesService("secret");
let config: { base_url: string; token: string; slug: string; text: string };
let harness: ProviderHarness<typeof provider>;

before(async () => {
  config = { base_url: await service.start(), token: "secret", slug: "hello", text: "Hello" };
});
after(() => service.stop());
beforeEach(() => {
  service.notes.clear();
  harness = new ProviderHarness(provider);
});

test("a note's life", async () => {
  const created = await harness.create("note", { config });
  assert.deepEqual(created.outputs, {
    url: `${config.base_url}/notes/hello`,
    revision: 1,
    edit_key: "key-of-hello",
  });

  const updated = await harness.update("note", { config: { ...config, text: "Hello again" } });
  assert.equal(updated.outputs?.revision, 2);
  assert.deepEqual(
    updated.logs.map((line) => line.message),
    ["Changed the note from 5 to 11 characters"],
  );

  const deleted = await harness.delete("note");
  assert.equal(deleted.ok, true);
  assert.equal(service.notes.size, 0);
});

test("a note that is there already is brought to the config, not made twice", async () => {
  service.notes.set("hello", { slug: "hello", text: "Old", revision: 7, edit_key: "k" });

  const created = await harness.create("note", { config });

  assert.equal(created.outputs?.revision, 8);
  assert.deepEqual(
    harness.calls.map((call) => call.method),
    ["read", "update"],
  );
});

test("a note that somebody else changed has drifted", async () => {
  await harness.create("note", { config });
  assert.deepEqual(await harness.drift("note"), []);

  service.notes.set("hello", { slug: "hello", text: "Other", revision: 2, edit_key: "k" });

  assert.deepEqual(await harness.drift("note"), [{ path: "text", declared: config.text, found: "Other" }]);
});

test("an update that changes nothing writes nothing", async () => {
  await harness.create("note", { config });

  const updated = await harness.update("note", { config });

  assert.equal(updated.outputs?.revision, 1);
});

test("each request has the headers of the config", async () => {
  await harness.create("note", { config: { ...config, headers: { "x-tenant": "acme" } } });

  assert.equal(service.headers["x-tenant"], "acme");
});

test("deleting what is gone succeeds", async () => {
  await harness.create("note", { config });
  service.notes.clear();

  assert.equal((await harness.delete("note")).ok, true);
});

test("another slug is refused once the note exists", async () => {
  await harness.create("note", { config });

  const updated = await harness.update("note", { config: { ...config, slug: "other" } });

  assert.equal(updated.error?.kind, "config");
  assert.match(updated.error?.message ?? "", /^config\.slug: /);
});

test("a wrong token is the user's to fix; an overloaded service is asked again later", async () => {
  const refused = await harness.create("note", { config: { ...config, token: "wrong" } });
  assert.equal(refused.error?.kind, "config");

  service.failures.push(429);
  const later = await harness.create("note", { config });
  assert.equal(later.error?.kind, "retry");
  assert.equal(later.error?.retryAfter, 3);

  service.failures.push(503);
  const failed = await harness.create("note", { config });
  assert.equal(failed.error?.kind, "failed");
});

test("health tells what became of it", async () => {
  await harness.create("note", { config });
  assert.equal((await harness.health("note")).health?.status, "healthy");

  await fetch(`${config.base_url}/notes/hello`, {
    method: "PUT",
    headers: { authorization: "Bearer secret" },
    body: JSON.stringify({ text: "Scribble" }),
  });
  assert.equal((await harness.health("note")).health?.status, "degraded");

  service.notes.clear();
  assert.equal((await harness.health("note")).health?.status, "unhealthy");
});
