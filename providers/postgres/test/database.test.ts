import { ProviderHarness } from "@pragma/sdk/provider/testing";
import pg from "pg";
import { expect, test } from "vitest";
import provider from "../src/index.ts";
import { uniqueName, useServer } from "./support/server.ts";

const server = useServer();

async function readDatabase(name: string) {
  const [row] = await server.sql<{ owner: string; limit: number; encoding: string }>(
    `SELECT pg_get_userbyid(datdba) AS owner, datconnlimit AS limit, pg_encoding_to_char(encoding) AS encoding
     FROM pg_database WHERE datname = $1`,
    [name],
  );
  return row;
}

async function ownerRole(): Promise<string> {
  const name = uniqueName("owner");
  await server.sql(`CREATE ROLE ${name} LOGIN PASSWORD 'owner-password'`);
  return name;
}

function refusal(message: RegExp) {
  return { ok: false, error: { kind: "config", message: expect.stringMatching(message) } };
}

test("a database's life: created, its url works, owner and password change, dropped", async () => {
  const harness = new ProviderHarness(provider);
  const [owner, other] = [await ownerRole(), await ownerRole()];
  const config = { server_url: server.url(), name: uniqueName("shop"), owner, owner_password: "owner-password" };

  const created = await harness.create("database", {
    config: { ...config, encoding: "UTF8", template: "template0", locale: "C" },
  });
  expect(created).toMatchObject({ ok: true, outputs: { name: config.name, owner, host: "127.0.0.1" } });
  const who = await server.sql("SELECT current_user AS me, current_database() AS db", [], created.outputs?.url);
  expect(who).toEqual([{ me: owner, db: config.name }]);
  expect(await harness.health("database")).toMatchObject({
    health: { status: "healthy", details: { connections: 1 } },
  });

  await server.sql(`ALTER ROLE ${owner} PASSWORD 'new-password'`);
  expect(await harness.health("database")).toMatchObject({
    health: { status: "unhealthy", message: expect.stringMatching(/password authentication failed/) },
  });
  const same = { ...config, encoding: "UTF8", template: "template0", locale: "C" };
  const rotated = await harness.update("database", { config: { ...same, owner_password: "new-password" } });
  expect(await server.sql("SELECT 1 AS one", [], rotated.outputs?.url)).toEqual([{ one: 1 }]);

  const moved = await harness.update("database", { config: { ...same, owner: other, connection_limit: 3 } });
  expect(moved).toMatchObject({ ok: true, outputs: { owner: other } });
  expect(await readDatabase(config.name)).toEqual({ owner: other, limit: 3, encoding: "UTF8" });

  expect(await harness.update("database", { config: { ...same, name: "renamed" } })).toMatchObject(
    refusal(/config\.name/),
  );
  expect(await harness.delete("database")).toMatchObject({ ok: true });
  expect(await readDatabase(config.name)).toBeUndefined();
  expect(await harness.delete("database", { config: same })).toMatchObject({ ok: true });
});

test("without owner_password the url has no password, and never the administrator's", async () => {
  const harness = new ProviderHarness(provider);
  const config = { server_url: server.url(), name: uniqueName("plain") };
  const { outputs } = await harness.create("database", { config });
  const url = new URL(outputs?.url ?? "");
  expect([url.username, url.password, url.pathname]).toEqual(["postgres", "", `/${config.name}`]);
  expect(outputs?.url).not.toContain(new URL(server.url()).password);
  expect(await harness.health("database")).toMatchObject({ health: { status: "healthy" } });
  expect(await harness.update("database", { config })).toMatchObject({ ok: true, outputs: { url: outputs?.url } });
});

test("a name of any characters works, in the url too", async () => {
  const harness = new ProviderHarness(provider);
  const owner = await ownerRole();
  const name = uniqueName(`d"b; näme ' %41`);
  const config = { server_url: server.url(), name, owner, owner_password: "owner-password" };
  const { outputs } = await harness.create("database", { config });
  expect(await server.sql("SELECT current_database() AS db", [], outputs?.url)).toEqual([{ db: name }]);
  expect(await harness.delete("database")).toMatchObject({ ok: true });
});

test("a name that PostgreSQL would cut is refused before anything happens", async () => {
  const harness = new ProviderHarness(provider);
  const config = { server_url: server.url(), name: "ä".repeat(40) };
  expect(await harness.create("database", { config })).toMatchObject(refusal(/63 bytes/));
  expect(harness.calls.filter(({ ok }) => ok)).toEqual([]);
});

test("create after a lost answer finds the database and finishes it", async () => {
  const owner = await ownerRole();
  const config = { server_url: server.url(), name: uniqueName("lost"), owner };
  await new ProviderHarness(provider).create("database", { config });
  const harness = new ProviderHarness(provider);
  const again = { config: { ...config, connection_limit: 5 }, attempt: 2 };
  expect(await harness.create("database", again)).toMatchObject({ ok: true });
  expect(harness.calls.map(({ method }) => method)).toEqual(["read", "update", "identity"]);
  expect(await readDatabase(config.name)).toMatchObject({ limit: 5 });
});

test.each(["postgres", "template0", "template1"])("%s is refused, and survives a delete", async (name) => {
  const harness = new ProviderHarness(provider);
  const config = { server_url: server.url(), name, force_disconnect: true };
  expect(await harness.create("database", { config })).toMatchObject(refusal(/belongs to the server/));
  expect(await harness.delete("database", { config, outputs: {} })).toMatchObject({ ok: true });
  expect(await readDatabase(name)).toBeDefined();
});

test("a template is not taken over, and not dropped, not even one that this resource made", async () => {
  const harness = new ProviderHarness(provider);
  const config = { server_url: server.url(), name: uniqueName("tpl") };
  await harness.create("database", { config });
  await server.sql(`ALTER DATABASE ${config.name} IS_TEMPLATE true`);
  for (const mayExist of [true, false]) {
    const again = new ProviderHarness(provider).create("database", { config, mayExist });
    expect(await again).toMatchObject(refusal(/is a template/));
  }
  const adopted = new ProviderHarness(provider).adopt("database", config.name, { config });
  expect(await adopted).toMatchObject(refusal(/is a template/));
  expect(await harness.delete("database")).toMatchObject({ ok: true, logs: [{ level: "warn" }] });
  expect(await readDatabase(config.name)).toBeDefined();
  await server.sql(`ALTER DATABASE ${config.name} IS_TEMPLATE false`);
});

test("a database in use is not dropped and the error says by whom; force_disconnect drops it", async () => {
  const harness = new ProviderHarness(provider);
  const config = { server_url: server.url(), name: uniqueName("busy") };
  await harness.create("database", { config });
  const app = new pg.Client({ connectionString: server.url(config.name), application_name: "the-shop" });
  const cut = new Promise((resolve) => app.on("error", resolve));
  await app.connect();

  expect(await harness.delete("database")).toMatchObject({
    ok: false,
    error: { kind: "failed", message: expect.stringMatching(/in use.*1 by "postgres" \(the-shop\).*force_disconnect/) },
  });
  await harness.update("database", { config: { ...config, force_disconnect: true } });
  expect(await harness.delete("database")).toMatchObject({ ok: true });
  expect(await readDatabase(config.name)).toBeUndefined();
  await cut;
  await app.end();
}, 30_000);

test("retain keeps the database", async () => {
  const harness = new ProviderHarness(provider);
  const config = { server_url: server.url(), name: uniqueName("kept"), deletion_policy: "retain" as const };
  await harness.create("database", { config });
  expect(await harness.delete("database")).toMatchObject({ ok: true });
  expect(await readDatabase(config.name)).toBeDefined();
});

test("the database that server_url itself names can be made and dropped", async () => {
  const harness = new ProviderHarness(provider);
  const name = uniqueName("self");
  const config = { server_url: server.url(name), name };
  expect(await harness.create("database", { config })).toMatchObject({ ok: true });
  expect(await harness.delete("database")).toMatchObject({ ok: true });
  expect(await readDatabase(name)).toBeUndefined();
});

test.each([
  ["an unknown owner", { owner: "no_such_role" }, /"no_such_role" does not exist/],
  ["an unknown template", { template: "no_such_template" }, /"no_such_template" does not exist/],
  ["an unknown encoding", { encoding: "klingon" }, /klingon/],
  ["an unknown locale", { template: "template0", locale: "tlh_KX" }, /locale/],
])("%s is the user's to fix", async (_what, more, message) => {
  const config = { server_url: server.url(), name: uniqueName("bad"), ...more };
  expect(await new ProviderHarness(provider).create("database", { config })).toMatchObject(refusal(message));
  expect(await readDatabase(config.name)).toBeUndefined();
});

test("ten creations of one database at the same moment make one database", async () => {
  const config = { server_url: server.url(), name: uniqueName("race") };
  const results = await Promise.all(
    Array.from({ length: 10 }, () => new ProviderHarness(provider).create("database", { config })),
  );
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  const refused = results.filter(({ ok }) => !ok).map(({ error }) => error?.exists);
  expect(refused).toEqual(Array(9).fill(config.name));
  expect(await readDatabase(config.name)).toBeDefined();
});

test("a database that was dropped behind the platform's back is seen, and no mere update creates it again", async () => {
  const harness = new ProviderHarness(provider);
  const config = { server_url: server.url(), name: uniqueName("gone") };
  await harness.create("database", { config });
  await server.sql(`DROP DATABASE ${config.name}`);
  expect(await harness.read("database")).toMatchObject({ ok: true, outputs: null });
  expect(await harness.health("database")).toMatchObject({
    health: { status: "unhealthy", message: expect.stringMatching(/does not exist/) },
  });
  expect(await harness.update("database", { config })).toMatchObject({
    ok: false,
    error: { kind: "config", message: expect.stringMatching(/is missing\. Revert the drift/) },
  });
  expect(await readDatabase(config.name)).toBeUndefined();
});
