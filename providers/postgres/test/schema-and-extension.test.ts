import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { beforeAll, expect, test } from "vitest";
import provider from "../src/index.ts";
import { uniqueName, useServer } from "./support/server.ts";

const server = useServer();
const database = uniqueName("inside");
const owner = uniqueName("owner");

beforeAll(async () => {
  await server.sql(`CREATE DATABASE ${database}`);
  await server.sql(`CREATE ROLE ${owner}`);
});

function inDatabase() {
  return { server_url: server.url(), database };
}

function refusal(message: RegExp) {
  return { ok: false, error: { kind: "config", message: expect.stringMatching(message) } };
}

async function schemaOwner(name: string) {
  const sql = "SELECT pg_get_userbyid(nspowner) AS owner FROM pg_namespace WHERE nspname = $1";
  return (await server.sql<{ owner: string }>(sql, [name], server.url(database)))[0]?.owner;
}

test("a schema's life: created, another owner, not dropped while full, dropped", async () => {
  const harness = new ProviderHarness(provider);
  const config = { ...inDatabase(), name: uniqueName("sch'e\"ma") };
  expect(await harness.create("schema", { config })).toMatchObject({
    ok: true,
    outputs: { name: config.name, database, owner: "postgres" },
  });
  expect(await harness.update("schema", { config: { ...config, owner } })).toMatchObject({
    ok: true,
    outputs: { owner },
  });
  expect(await schemaOwner(config.name)).toBe(owner);
  expect(await harness.health("schema")).toMatchObject({ health: { status: "healthy" } });

  const quoted = `"${config.name.replace('"', '""')}"`;
  await server.sql(`CREATE TABLE ${quoted}.orders ()`, [], server.url(database));
  expect(await harness.delete("schema")).toMatchObject(refusal(/cannot drop schema.*depend/));
  await harness.update("schema", { config: { ...config, owner, drop_cascade: true } });
  expect(await harness.delete("schema")).toMatchObject({ ok: true });
  expect(await schemaOwner(config.name)).toBeUndefined();
  expect(await harness.delete("schema", { config })).toMatchObject({ ok: true });
});

test("public is taken over and never dropped; system schemas are refused", async () => {
  const harness = new ProviderHarness(provider);
  const config = { ...inDatabase(), name: "public", owner };
  expect(await harness.create("schema", { config })).toMatchObject({ error: { exists: `${database}/public` } });
  expect(await harness.adopt("schema", `${database}/public`, { config })).toMatchObject({
    ok: true,
    outputs: { owner },
  });
  expect(await harness.delete("schema")).toMatchObject({ ok: true, logs: [{ level: "warn" }] });
  expect(await schemaOwner("public")).toBe(owner);
  for (const name of ["pg_catalog", "information_schema"]) {
    const config = { ...inDatabase(), name };
    expect(await harness.create("schema", { name, config })).toMatchObject(refusal(/reserved/));
    expect(await harness.delete("schema", { name, config })).toMatchObject({ ok: true });
  }
});

test("an extension's life: installed in an older version, updated, moved, dropped", async () => {
  const harness = new ProviderHarness(provider);
  const config = { ...inDatabase(), name: "pg_trgm", version: "1.5" };
  expect(await harness.create("extension", { config })).toMatchObject({
    ok: true,
    outputs: { name: "pg_trgm", version: "1.5", schema: "public", database },
  });
  const schema = uniqueName("ext");
  await server.sql(`CREATE SCHEMA ${schema}`, [], server.url(database));
  expect(await harness.update("extension", { config: { ...config, version: "1.6", schema } })).toMatchObject({
    ok: true,
    outputs: { version: "1.6", schema },
  });
  expect(await harness.health("extension")).toMatchObject({
    health: { status: "healthy", details: { version: "1.6" } },
  });
  expect(await harness.update("extension", { config: { ...config, schema } })).toMatchObject({
    error: { kind: "config", message: expect.stringMatching(/no update path from version "1\.6" to version "1\.5"/) },
  });

  await server.sql(
    `CREATE TABLE notes (t text); CREATE INDEX ON notes USING gin (t ${schema}.gin_trgm_ops)`,
    [],
    server.url(database),
  );
  expect(await harness.delete("extension")).toMatchObject(refusal(/depend/));
  await server.sql("DROP TABLE notes", [], server.url(database));
  expect(await harness.delete("extension")).toMatchObject({ ok: true });
  expect(await harness.delete("extension", { config })).toMatchObject({ ok: true });
  expect(await harness.read("extension", { config })).toMatchObject({ ok: true, outputs: null });
});

test("plpgsql, which every database has, is taken over and never dropped", async () => {
  const harness = new ProviderHarness(provider);
  const config = { ...inDatabase(), name: "plpgsql" };
  expect(await harness.create("extension", { config })).toMatchObject({ error: { exists: `${database}/plpgsql` } });
  expect(await harness.adopt("extension", `${database}/plpgsql`, { config })).toMatchObject({
    ok: true,
    outputs: { schema: "pg_catalog" },
  });
  expect(await harness.delete("extension")).toMatchObject({ ok: true, logs: [{ level: "warn" }] });
  const found = await server.sql("SELECT 1 FROM pg_extension WHERE extname = 'plpgsql'", [], server.url(database));
  expect(found).toHaveLength(1);
});

test("install_required brings what an extension needs, without it the error says what that is", async () => {
  const harness = new ProviderHarness(provider);
  const config = { ...inDatabase(), name: "earthdistance" };
  expect(await harness.create("extension", { config })).toMatchObject(refusal(/required extension "cube"/));
  expect(await harness.create("extension", { config: { ...config, install_required: true } })).toMatchObject({
    ok: true,
  });
});

test.each([
  ["an extension that the server lacks", { name: "no_such_extension" }, /does not have the extension/],
  ["an unknown version", { name: "hstore", version: "99" }, /no version "99" here; there are 1\./],
  ["an unknown schema", { name: "hstore", schema: "no_such_schema" }, /"no_such_schema" does not exist/],
  ["a database that is not there", { name: "hstore", database: "no_such_db" }, /"no_such_db" does not exist/],
])("%s is the user's to fix", async (_what, more, message) => {
  const config = { ...inDatabase(), ...more };
  expect(await new ProviderHarness(provider).create("extension", { config })).toMatchObject(refusal(message));
});

test("what was in a database that is gone is gone", async () => {
  const place = { server_url: server.url(), database: "no_such_db" };
  const harness = new ProviderHarness(provider);
  expect(await harness.delete("schema", { config: { ...place, name: "s" } })).toMatchObject({ ok: true });
  expect(await harness.delete("extension", { config: { ...place, name: "hstore" } })).toMatchObject({ ok: true });
  const grant = { ...place, role: "r", object_type: "schema" as const, schema: "s", privileges: ["USAGE" as const] };
  expect(await harness.delete("grant", { config: grant })).toMatchObject({ ok: true });
});

test("retain keeps schema and extension", async () => {
  const harness = new ProviderHarness(provider);
  const retained = { ...inDatabase(), deletion_policy: "retain" as const };
  const name = uniqueName("kept");
  await harness.create("schema", { config: { ...retained, name } });
  await harness.create("extension", { config: { ...retained, name: "citext", schema: name } });
  expect(await harness.delete("extension")).toMatchObject({ ok: true });
  expect(await harness.delete("schema")).toMatchObject({ ok: true });
  expect(await schemaOwner(name)).toBe("postgres");
  expect(await harness.read("extension", { config: { ...retained, name: "citext" }, observed: true })).toMatchObject({
    outputs: { schema: name },
  });
});

test("schemas and extensions made at the same moment are made once", async () => {
  const name = uniqueName("race");
  const results = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      index % 2 === 0
        ? new ProviderHarness(provider).create("schema", { config: { ...inDatabase(), name } })
        : new ProviderHarness(provider).create("extension", { config: { ...inDatabase(), name: "unaccent" } }),
    ),
  );
  expect(results.filter(({ ok }) => ok)).toHaveLength(2);
  const refused = new Set(results.filter(({ ok }) => !ok).map(({ error }) => error?.exists));
  expect(refused).toEqual(new Set([`${database}/${name}`, `${database}/unaccent`]));
});
