import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { beforeAll, expect, test } from "vitest";
import provider from "../src/index.ts";
import { uniqueName, useServer } from "./support/server.ts";

const server = useServer();
const database = uniqueName("granted");
const owner = uniqueName("owner");

beforeAll(async () => {
  await server.sql(`CREATE ROLE ${owner}`);
  await server.sql(`CREATE DATABASE ${database} OWNER ${owner}`);
  await run(`CREATE SCHEMA shop AUTHORIZATION ${owner}; CREATE TABLE shop.orders (id serial);
    CREATE TABLE shop.customers (); CREATE VIEW shop."all orders" AS SELECT * FROM shop.orders`);
  for (const name of ["orders", "customers", '"all orders"']) await run(`ALTER TABLE shop.${name} OWNER TO ${owner}`);
});

function run(sql: string, values: unknown[] = []) {
  return server.sql<Record<string, unknown>>(sql, values, server.url(database));
}

async function newRole(): Promise<string> {
  const name = uniqueName("reader");
  await server.sql(`CREATE ROLE ${name}`);
  return name;
}

/** Privileges of the role on tables and sequences of the schema, as "orders: SELECT, UPDATE*"; * means to pass it on. */
async function relationPrivileges(role: string, schema = "shop"): Promise<string[]> {
  const rows = await run(
    `SELECT relname || ': ' || string_agg(privilege_type || CASE WHEN is_grantable THEN '*' ELSE '' END, ', ' ORDER BY privilege_type) AS line
     FROM pg_class, aclexplode(relacl) acl
     WHERE relnamespace = $2::regnamespace AND acl.grantee = $1::regrole GROUP BY relname ORDER BY 1`,
    [role, schema],
  );
  return rows.map(({ line }) => String(line));
}

function refusal(message: RegExp) {
  return { ok: false, error: { kind: "config", message: expect.stringMatching(message) } };
}

function onTables(role: string) {
  return { server_url: server.url(), database, role, object_type: "table" as const, schema: "shop" };
}

test("privileges on a database and on a schema are given, changed and taken back", async () => {
  const harness = new ProviderHarness(provider);
  const role = await newRole();
  const has = async (object: string, name: string, privilege: string) =>
    (await run(`SELECT has_${object}_privilege($1, $2, $3) AS has`, [role, name, privilege]))[0]?.has;
  const onDatabase = { server_url: server.url(), database, role, object_type: "database" as const };

  expect(await harness.create("grant", { config: { ...onDatabase, privileges: ["CREATE", "CONNECT"] } })).toMatchObject(
    {
      ok: true,
      outputs: { role, database, object_type: "database", privileges: ["CONNECT", "CREATE"] },
    },
  );
  expect(await has("database", database, "CREATE")).toBe(true);
  await harness.update("grant", { config: { ...onDatabase, privileges: ["CONNECT"] } });
  expect(await has("database", database, "CREATE")).toBe(false);
  expect(await harness.delete("grant")).toMatchObject({ ok: true });

  const onSchema = { ...onDatabase, object_type: "schema" as const, schema: "shop" };
  await harness.create("grant", { config: { ...onSchema, privileges: ["ALL"] } });
  expect([await has("schema", "shop", "USAGE"), await has("schema", "shop", "CREATE")]).toEqual([true, true]);
  await harness.update("grant", { config: { ...onSchema, privileges: ["USAGE"] } });
  expect([await has("schema", "shop", "USAGE"), await has("schema", "shop", "CREATE")]).toEqual([true, false]);
  expect(await harness.delete("grant")).toMatchObject({ ok: true });
  expect(await has("schema", "shop", "USAGE")).toBe(false);
  expect(await harness.delete("grant", { config: { ...onSchema, privileges: ["USAGE"] } })).toMatchObject({ ok: true });
});

test("an update takes what went, from the privileges and from the tables, and leaves the rest", async () => {
  const harness = new ProviderHarness(provider);
  const role = await newRole();
  const config = onTables(role);
  await run(`GRANT TRIGGER ON shop.orders TO ${role}`);

  await harness.create("grant", {
    config: { ...config, objects: ["orders", "customers"], privileges: ["SELECT", "INSERT"] },
  });
  expect(await relationPrivileges(role)).toEqual(["customers: INSERT, SELECT", "orders: INSERT, SELECT, TRIGGER"]);

  await harness.update("grant", {
    config: { ...config, objects: ["orders", "all orders"], privileges: ["SELECT", "UPDATE"] },
  });
  expect(await relationPrivileges(role)).toEqual(["all orders: SELECT, UPDATE", "orders: SELECT, TRIGGER, UPDATE"]);

  await harness.update("grant", { config: { ...config, privileges: ["SELECT"] } });
  expect(await relationPrivileges(role)).toEqual([
    "all orders: SELECT",
    "customers: SELECT",
    "orders: SELECT, TRIGGER",
  ]);

  await harness.update("grant", { config: { ...config, objects: ["customers"], privileges: ["SELECT"] } });
  expect(await relationPrivileges(role)).toEqual(["customers: SELECT", "orders: TRIGGER"]);

  expect(await harness.delete("grant")).toMatchObject({ ok: true });
  expect(await relationPrivileges(role)).toEqual(["orders: TRIGGER"]);
});

test("the right to pass privileges on comes and goes", async () => {
  const harness = new ProviderHarness(provider);
  const role = await newRole();
  const config = { ...onTables(role), objects: ["orders"], privileges: ["SELECT" as const] };
  await harness.create("grant", { config: { ...config, with_grant_option: true } });
  expect(await relationPrivileges(role)).toEqual(["orders: SELECT*"]);
  await harness.update("grant", { config });
  expect(await relationPrivileges(role)).toEqual(["orders: SELECT"]);
  expect(await harness.health("grant", { config: { ...config, with_grant_option: true } })).toMatchObject({
    health: { status: "degraded", message: expect.stringMatching(/SELECT on orders/) },
  });
});

test("tables made later get the privileges from the role that makes them, until the grant goes", async () => {
  const harness = new ProviderHarness(provider);
  const role = await newRole();
  const schema = uniqueName("future");
  await run(`CREATE SCHEMA ${schema} AUTHORIZATION ${owner}`);
  const make = (table: string) => run(`SET ROLE ${owner}; CREATE TABLE ${schema}.${table} ()`);
  const config = {
    ...onTables(role),
    schema,
    privileges: ["SELECT" as const, "INSERT" as const],
    future_objects_of: owner,
  };

  expect(await harness.create("grant", { config })).toMatchObject({ ok: true });
  await make("first");
  expect(await relationPrivileges(role, schema)).toEqual(["first: INSERT, SELECT"]);

  await harness.update("grant", { config: { ...config, privileges: ["SELECT"] } });
  await make("second");
  expect(await relationPrivileges(role, schema)).toEqual(["first: SELECT", "second: SELECT"]);

  expect(await harness.delete("grant")).toMatchObject({ ok: true });
  await make("third");
  expect(await relationPrivileges(role, schema)).toEqual([]);
  await server.sql(`DROP ROLE ${role}`);
});

test("sequences, and privileges for everybody", async () => {
  const harness = new ProviderHarness(provider);
  const config = {
    server_url: server.url(),
    database,
    role: "public",
    object_type: "sequence" as const,
    schema: "shop",
    privileges: ["USAGE" as const],
  };
  const everybody = () =>
    run(
      "SELECT privilege_type FROM pg_class, aclexplode(relacl) acl WHERE relname = 'orders_id_seq' AND acl.grantee = 0",
    );
  expect(await harness.create("grant", { config })).toMatchObject({ ok: true, outputs: { role: "public" } });
  expect(await everybody()).toEqual([{ privilege_type: "USAGE" }]);
  expect(await harness.delete("grant")).toMatchObject({ ok: true });
  expect(await everybody()).toEqual([]);
});

test("what the owner may do by owning is not taken with the grant", async () => {
  const harness = new ProviderHarness(provider);
  const config = { ...onTables(owner), objects: ["orders"], privileges: ["SELECT" as const] };
  expect(await harness.create("grant", { config })).toMatchObject({ ok: true });
  expect(await harness.delete("grant")).toMatchObject({ ok: true });
  expect(await run(`SELECT has_table_privilege('${owner}', 'shop.orders', 'SELECT') AS has`)).toEqual([{ has: true }]);
});

test("read tells a grant that is there from one that is not; create finishes half of one", async () => {
  const role = await newRole();
  const config = { ...onTables(role), objects: ["orders", "customers"], privileges: ["SELECT" as const] };
  const harness = new ProviderHarness(provider);
  expect(await harness.read("grant", { config })).toMatchObject({ ok: true, outputs: null });
  await run(`GRANT SELECT ON shop.orders TO ${role}`);
  expect(await harness.create("grant", { config, attempt: 2 })).toMatchObject({ ok: true });
  expect(harness.calls.map(({ method }) => method)).toEqual(["read", "read", "update", "identity"]);
  expect(await relationPrivileges(role)).toEqual(["customers: SELECT", "orders: SELECT"]);
  expect(await harness.health("grant")).toMatchObject({ health: { status: "healthy", details: { objects: 2 } } });
});

test("with table, schema and role gone there is nothing to take back", async () => {
  const harness = new ProviderHarness(provider);
  const role = await newRole();
  const schema = uniqueName("short");
  await run(`CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.a (); CREATE TABLE ${schema}.b ()`);
  const config = {
    ...onTables(role),
    schema,
    objects: ["a", "b"],
    privileges: ["SELECT" as const],
    future_objects_of: owner,
  };
  await harness.create("grant", { config });
  await run(`DROP TABLE ${schema}.a`);
  expect(await harness.update("grant", { config: { ...config, objects: ["b"] } })).toMatchObject({ ok: true });
  await run(`DROP SCHEMA ${schema} CASCADE`);
  expect(await harness.read("grant")).toMatchObject({ ok: true, outputs: null });
  await server.sql(`DROP ROLE ${role}`);
  expect(await harness.delete("grant")).toMatchObject({ ok: true });
});

test.each([
  ["a role", { role: "no_such_role" }, /role "no_such_role" does not exist/],
  ["a schema", { schema: "no_such_schema" }, /schema "no_such_schema" does not exist/],
  ["a table", { objects: ["orders", "no_such_table"] }, /no table "no_such_table" in schema "shop"/],
  ["a maker of future tables", { future_objects_of: "no_such_maker" }, /"no_such_maker" does not exist/],
])("%s that is not there is named", async (_what, more, message) => {
  const role = await newRole();
  const config = { ...onTables(role), privileges: ["SELECT" as const], ...more };
  expect(await new ProviderHarness(provider).create("grant", { config })).toMatchObject(refusal(message));
  expect(await relationPrivileges(role)).toEqual([]);
});

test("names of any characters are quoted", async () => {
  const role = uniqueName(`r"; --`);
  const schema = uniqueName(`s"'`);
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
  await run(`CREATE ROLE ${quoted(role)}; CREATE SCHEMA ${quoted(schema)}; CREATE TABLE ${quoted(schema)}."t"" %" ()`);
  const harness = new ProviderHarness(provider);
  const config = { ...onTables(role), schema, objects: ['t" %'], privileges: ["SELECT" as const] };
  expect(await harness.create("grant", { config })).toMatchObject({ ok: true });
  expect(await relationPrivileges(quoted(role), quoted(schema))).toEqual(['t" %: SELECT']);
  expect(await harness.delete("grant")).toMatchObject({ ok: true });
  expect(await relationPrivileges(quoted(role), quoted(schema))).toEqual([]);
});

test("forty grants on the same objects at the same moment all succeed", async () => {
  const roles = await Promise.all(Array.from({ length: 40 }, newRole));
  const results = await Promise.all(
    roles.map((role) =>
      new ProviderHarness(provider).create("grant", { config: { ...onTables(role), privileges: ["SELECT"] } }),
    ),
  );
  expect(results.map(({ error }) => error)).toEqual(Array(40).fill(null));
  for (const role of roles) expect(await relationPrivileges(role)).toHaveLength(3);
});
