import { type HarnessListResult, ProviderHarness } from "@pragma/sdk/provider/testing";
import { beforeAll, describe, expect, test } from "vitest";
import provider from "../src/index.ts";
import { makeLimitedAdministrator, uniqueName, useServer } from "./support/server.ts";

const server = useServer();
const [database, owner, other] = [uniqueName("taken"), uniqueName("owner"), uniqueName("other")];

beforeAll(async () => {
  for (const role of [owner, other]) await server.sql(`CREATE ROLE ${role}`);
  await server.sql(`CREATE DATABASE ${database} OWNER ${owner}`);
});

const inside = <Row extends object>(sql: string) => server.sql<Row>(sql, [], server.url(database));
const harnessed = () => new ProviderHarness(provider, { connection: { server_url: server.url() } });

type Type = "role" | "database" | "schema" | "grant" | "extension";

/** A thing that somebody made by hand: its identity, what a document says of it, something that differs, and its row in the catalog. */
interface Thing {
  identity: string;
  config: Record<string, unknown>;
  different: Record<string, unknown>;
  row: string;
}

const THINGS: Record<Type, () => Promise<Thing>> = {
  async role() {
    const [name, group] = [uniqueName("app"), uniqueName("group")];
    await server.sql(`CREATE ROLE ${group}; CREATE ROLE ${name} LOGIN CREATEDB NOINHERIT CONNECTION LIMIT 5
      PASSWORD 'made-by-hand' VALID UNTIL '2040-01-01T00:00:00Z' IN ROLE ${group}`);
    const config = { createdb: true, inherit: false, connection_limit: 5, member_of: [group] };
    const row = `SELECT xmin, ctid FROM pg_authid WHERE rolname = '${name}'`;
    return { identity: name, config: { name, ...config }, different: { connection_limit: 7 }, row };
  },
  async database() {
    const name = uniqueName("shop/%ä");
    await server.sql(
      `CREATE DATABASE "${name}" OWNER ${owner} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' CONNECTION LIMIT 5`,
    );
    const config = { name, owner, connection_limit: 5, encoding: "UTF8", locale: "C" };
    const row = `SELECT xmin, ctid FROM pg_database WHERE datname = '${name}'`;
    return { identity: name.replace("%", "%25").replace("/", "%2F"), config, different: { owner: other }, row };
  },
  async schema() {
    const name = uniqueName("sales");
    await inside(`CREATE SCHEMA ${name} AUTHORIZATION ${owner}`);
    const row = `SELECT xmin, ctid FROM pg_namespace WHERE nspname = '${name}'`;
    return { identity: `${database}/${name}`, config: { database, name, owner }, different: { owner: other }, row };
  },
  async grant() {
    const [schema, role] = [uniqueName("granted"), uniqueName("reader")];
    await inside(`CREATE ROLE ${role}; CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.a (); CREATE TABLE ${schema}.b ();
      GRANT SELECT, INSERT ON ${schema}.a, ${schema}.b TO ${role}`);
    const config = { database, role, object_type: "table", schema, privileges: ["INSERT", "SELECT"] };
    const row = `SELECT xmin, ctid FROM pg_class WHERE relnamespace = '${schema}'::regnamespace ORDER BY relname`;
    return {
      identity: `${database}/${role}/table/${schema}`,
      config,
      different: { privileges: ["INSERT", "SELECT", "UPDATE"] },
      row,
    };
  },
  async extension() {
    await inside("DROP EXTENSION IF EXISTS pg_trgm; CREATE EXTENSION pg_trgm VERSION '1.5' SCHEMA public");
    const config = { database, name: "pg_trgm", version: "1.5", schema: "public" };
    const row = "SELECT xmin, ctid FROM pg_extension WHERE extname = 'pg_trgm'";
    return { identity: `${database}/pg_trgm`, config, different: { version: "1.6" }, row };
  },
};

describe.each(Object.keys(THINGS) as Type[])("a %s that somebody made by hand", (type) => {
  test("is refused by its identity, and left by a deletion", async () => {
    const { identity, config, row } = await THINGS[type]();
    const before = await inside(row);
    const refused = await harnessed().create(type, { config: config as never });
    expect(refused.error).toMatchObject({ kind: "config", exists: identity });
    expect(refused.error?.message).toMatch(/exists already$/);
    const deleted = await harnessed().delete(type, { config: config as never });
    expect(deleted).toMatchObject({
      ok: true,
      logs: [{ level: "warn", message: expect.stringContaining("left as it is") }],
    });
    expect(await inside(row)).toEqual(before);
  });

  test("is imported as a config that declares it as it is, and taken over without a write", async () => {
    const { identity, config, row } = await THINGS[type]();
    const before = await inside(row);
    const harness = harnessed();
    const imported = await harness.import(type, identity);
    expect(imported.error).toBeNull();
    expect(imported.config).toMatchObject(config);
    const declared = imported.config as never;
    expect(await harness.drift(type, { config: declared, outputs: imported.outputs as never })).toEqual([]);

    const adopted = await harness.adopt(type, identity, { config: declared });
    expect(adopted).toMatchObject({ ok: true, identity });
    expect(harness.calls.map(({ method }) => method)).not.toContain("update");
    expect(await inside(row)).toEqual(before);
    expect(await harness.delete(type)).toMatchObject({ ok: true });
    expect(await inside(row)).not.toEqual(before);
  });

  test("is updated where the document differs", async () => {
    const { identity, config, different } = await THINGS[type]();
    const harness = harnessed();
    expect((await harness.adopt(type, identity, { config: { ...config, ...different } as never })).error).toBeNull();
    expect(harness.calls.map(({ method }) => method)).toContain("update");
    expect(await harness.drift(type)).toEqual([]);
    expect((await harness.import(type, identity)).config).toMatchObject(different);
  });

  test("is the resource's own where an earlier attempt may have made it", async () => {
    const { config, different } = await THINGS[type]();
    const harness = harnessed();
    const created = await harness.create(type, { config: { ...config, ...different } as never, mayExist: true });
    expect(created.error).toBeNull();
    expect(await harness.drift(type)).toEqual([]);
  });

  test("is listed in parts, each thing as it is imported", async () => {
    const things = await Promise.all([1, 2, 3].map(() => THINGS[type === "extension" ? "schema" : type]()));
    if (type === "extension")
      await inside("CREATE EXTENSION IF NOT EXISTS hstore; CREATE EXTENSION IF NOT EXISTS citext");
    const harness = harnessed();
    const found = new Map<string, unknown>();
    let cursor: string | null = null;
    do {
      const page: HarnessListResult = await harness.list(type, { limit: 2, cursor, config: { database } as never });
      expect(page.error).toBeNull();
      expect(page.items?.length).toBeLessThanOrEqual(2);
      for (const { identity, config } of page.items ?? []) {
        expect(found.has(identity), identity).toBe(false);
        found.set(identity, config);
      }
      cursor = page.ok ? page.cursor : null;
    } while (cursor !== null);

    const expected =
      type === "extension"
        ? ["hstore", "citext"].map((name) => `${database}/${name}`)
        : things.map(({ identity }) => identity);
    for (const identity of expected) {
      expect((await harness.import(type, identity)).config, identity).toEqual(found.get(identity));
    }
  });
});

test("what belongs to the server is not listed, and is not taken over", async () => {
  const harness = harnessed();
  const names = async (type: Type) =>
    (await harness.list(type, { config: { database } as never })).items?.map(({ identity }) => identity);
  expect(await names("database")).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(postgres|template.)$/)]),
  );
  expect(await names("role")).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(postgres|pg_.*)$/)]));
  expect(await names("schema")).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/\/(pg_.*|information_schema)$/)]),
  );
  expect(await names("extension")).not.toContain(`${database}/plpgsql`);
  for (const [type, identity] of [
    ["database", "postgres"],
    ["role", "pg_monitor"],
    ["role", new URL(server.url()).username],
    ["schema", `${database}/pg_catalog`],
  ] as const) {
    expect((await harness.import(type, identity)).error, identity).toMatchObject({ kind: "config" });
  }
});

test.each([
  ["schema", "sales", /reads database\/name/],
  ["schema", "a/b/c", /reads database\/name/],
  ["schema", "a/%zz", /reads database\/name/],
  ["schema", "a/%61", /reads database\/name/],
  ["role", "a/b", /reads name/],
  ["grant", "shop/app/view/sales", /reads database\/role\/table\/schema/],
  ["grant", "shop/app/table", /reads database\/role\/table\/schema/],
  ["grant", "shop/app/database/sales", /reads database\/role\/database/],
] as const)("%s: %s is no identity", async (type, identity, message) => {
  expect((await harnessed().import(type, identity)).error?.message).toMatch(message);
});

test("an identity names what the config names", async () => {
  const { identity } = await THINGS.schema();
  const config = { database, name: "another" };
  expect((await harnessed().adopt("schema", identity, { config })).error).toMatchObject({
    kind: "config",
    message: `"${identity}" is not what the config names: config.name is "another"`,
  });
});

test("what is in a database is listed for one database; what is not there is not found", async () => {
  const harness = harnessed();
  for (const type of ["schema", "grant", "extension"] as const) {
    expect((await harness.list(type)).error, type).toMatchObject({
      kind: "config",
      message: expect.stringMatching(/--where database=shop/),
    });
    expect((await harness.list(type, { config: { database: "no_such_db" } as never })).error, type).toMatchObject({
      kind: "config",
    });
    const identity = type === "grant" ? `no_such_db/${owner}/schema/s` : "no_such_db/s";
    expect(await harness.import(type, identity), type).toMatchObject({ ok: true, outputs: null });
  }
  for (const type of ["role", "database"] as const) {
    expect(await harness.import(type, "no_such_thing"), type).toMatchObject({ ok: true, outputs: null });
  }
  expect(await harness.import("grant", `${database}/${other}/database`)).toMatchObject({ ok: true, outputs: null });
});

test("a password that no config declares stays, also when something else changes", async () => {
  const { identity, config, different } = await THINGS.role();
  const stored = async () => (await server.sql(`SELECT rolpassword FROM pg_authid WHERE rolname = '${identity}'`))[0];
  const before = await stored();
  const harness = harnessed();
  await harness.adopt("role", identity, { config: { ...config, ...different } as never });
  expect(await stored()).toEqual(before);

  await harness.update("role", { config: { ...config, password: "declared-1" } as never });
  expect(await harness.drift("role")).toEqual([]);
  await harness.update("role", { config: config as never });
  expect(await stored()).toEqual({ rolpassword: null });
});

test("an administrator who is no superuser lists and imports, too", async () => {
  const harness = new ProviderHarness(provider, { connection: { server_url: await makeLimitedAdministrator(server) } });
  const { identity, config } = await THINGS.role();
  expect((await harness.import("role", identity)).config).toMatchObject(config);
  for (const type of Object.keys(THINGS) as Type[]) {
    expect((await harness.list(type, { config: { database } as never })).error, type).toBeNull();
  }
});
