import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { beforeAll, beforeEach, expect, test } from "vitest";
import provider from "../src/index.ts";
import { uniqueName, useServer } from "./support/server.ts";

const server = useServer();
const [database, owner] = [uniqueName("grants"), uniqueName("owner")];
let schema: string;
let role: string;

const run = (sql: string) => server.sql(sql, [], server.url(database));
const harness = () => new ProviderHarness(provider, { connection: { server_url: server.url() } });
const found = async (identity: string) => (await harness().import("grant", identity)).config;
const listed = async () => {
  const items = (await harness().list("grant", { config: { database } })).items ?? [];
  return Object.fromEntries(items.map(({ identity, config }) => [identity, config]));
};

beforeAll(async () => {
  await server.sql(`CREATE ROLE ${owner}`);
  await server.sql(`CREATE DATABASE ${database}`);
});
beforeEach(async () => {
  [schema, role] = [uniqueName("schema"), uniqueName("reader")];
  await run(
    `CREATE ROLE ${role}; CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.a (); CREATE TABLE ${schema}.b (); CREATE SEQUENCE ${schema}.s`,
  );
});

test("on the database, a schema and sequences: one grant for each", async () => {
  await run(`GRANT CREATE ON DATABASE ${database} TO ${role} WITH GRANT OPTION; GRANT USAGE ON SCHEMA ${schema} TO ${role};
    GRANT USAGE, SELECT ON ${schema}.s TO ${role}`);
  const place = { database, role };
  const expected = {
    [`${database}/${role}/database`]: {
      ...place,
      object_type: "database",
      privileges: ["CREATE"],
      with_grant_option: true,
    },
    [`${database}/${role}/schema/${schema}`]: {
      ...place,
      object_type: "schema",
      schema,
      privileges: ["USAGE"],
      with_grant_option: false,
    },
    [`${database}/${role}/sequence/${schema}`]: {
      ...{ ...place, object_type: "sequence", schema },
      ...{ privileges: ["SELECT", "USAGE"], with_grant_option: false },
    },
  };
  expect(await listed()).toMatchObject(expected);
  for (const [identity, config] of Object.entries(expected)) {
    const harnessed = harness();
    expect(await harnessed.adopt("grant", identity, { config: config as never })).toMatchObject({ ok: true, identity });
    expect(harnessed.calls.map(({ method }) => method)).not.toContain("update");
  }
});

test("on some of the tables, these are named; on none of them the same, nothing is listed", async () => {
  const identity = `${database}/${role}/table/${schema}`;
  await run(`GRANT SELECT ON ${schema}.a TO ${role}`);
  expect(await found(identity)).toMatchObject({ objects: ["a"], privileges: ["SELECT"] });
  await run(`GRANT SELECT, INSERT ON ${schema}.b TO ${role}`);
  expect(await found(identity)).toMatchObject({ privileges: ["SELECT"] });
  expect(await found(identity)).not.toHaveProperty("objects");
  await run(`REVOKE SELECT ON ${schema}.b FROM ${role}`);
  expect(await found(identity)).not.toHaveProperty("privileges");
  expect(await listed()).not.toHaveProperty([identity]);

  const config = {
    database,
    role,
    object_type: "table" as const,
    schema,
    objects: ["a"],
    privileges: ["SELECT" as const],
  };
  const harnessed = harness();
  expect((await harnessed.adopt("grant", identity, { config })).error).toBeNull();
  expect(harnessed.calls.map(({ method }) => method)).not.toContain("update");
});

test("for what a role makes later, too", async () => {
  const identity = `${database}/${role}/table/${schema}`;
  const later = (privileges: string) =>
    run(`ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA ${schema} GRANT ${privileges} ON TABLES TO ${role}`);
  await run(`GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA ${schema} TO ${role}`);
  await later("SELECT");
  expect(await found(identity)).not.toHaveProperty("future_objects_of");
  await later("INSERT");
  expect(await found(identity)).toMatchObject({ future_objects_of: owner, privileges: ["INSERT", "SELECT"] });
});

test("what owners may do, and everybody from the beginning, was granted by nobody", async () => {
  await run(`ALTER TABLE ${schema}.a OWNER TO ${role}; GRANT ALL ON ${schema}.a TO ${role}`);
  const everybody = { database, role: "public", object_type: "database" as const, privileges: ["CONNECT" as const] };
  const owners = {
    database,
    role,
    object_type: "table" as const,
    schema,
    objects: ["a"],
    privileges: ["SELECT" as const],
  };
  for (const config of [everybody, owners]) {
    expect((await harness().create("grant", { config })).error, config.role).toBeNull();
  }
  expect(
    Object.keys(await listed()).filter((identity) => identity.includes("/public/") || identity.includes(role)),
  ).toEqual([]);

  await run(`GRANT CREATE ON DATABASE ${database} TO PUBLIC`);
  const more = { ...everybody, privileges: ["CREATE" as const, "CONNECT" as const] };
  expect((await harness().create("grant", { config: more })).error).toMatchObject({
    exists: `${database}/public/database`,
  });
  await run(`REVOKE CREATE ON DATABASE ${database} FROM PUBLIC`);
});

test("of an extension's own objects nothing is listed", async () => {
  await run("CREATE EXTENSION pg_stat_statements");
  expect(Object.keys(await listed())).not.toContain(`${database}/public/table/public`);
});

test("a grant in an empty schema is nobody's yet", async () => {
  await run(`DROP TABLE ${schema}.a, ${schema}.b`);
  const config = { database, role, object_type: "table" as const, schema, privileges: ["SELECT" as const] };
  const harnessed = harness();
  expect((await harnessed.create("grant", { config })).error).toBeNull();
  expect(harnessed.calls.map(({ method }) => method)).toEqual(["read", "create", "identity"]);
});
