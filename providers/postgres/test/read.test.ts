import { ProviderHarness } from "@pragma/sdk/provider/testing";
import pg from "pg";
import { beforeAll, expect, test } from "vitest";
import provider from "../src/index.ts";
import { makeLimitedAdministrator, serverVersion, uniqueName, useServer } from "./support/server.ts";

const server = useServer();
const database = uniqueName("read");
const libc = uniqueName("libc");
const [owner, other] = [uniqueName("owner"), uniqueName("other")];

beforeAll(async () => {
  await server.sql(`CREATE ROLE ${owner}`);
  await server.sql(`CREATE ROLE ${other}`);
  await server.sql(`CREATE DATABASE ${database}`);
  const provided = (await serverVersion(server)) < 150_000 ? "" : "LOCALE_PROVIDER libc";
  await server.sql(`CREATE DATABASE ${libc} TEMPLATE template0 ${provided} LOCALE 'C'`);
});

const inside = (sql: string) => server.sql(sql, [], server.url(database));
const here = () => ({ server_url: server.url(), database });
const quote = pg.escapeIdentifier;

async function paths(drift: Promise<{ path: string }[]>): Promise<string[]> {
  return (await drift).map(({ path }) => path);
}

test("a role that was changed by hand differs there, and an update ends that", async () => {
  const harness = new ProviderHarness(provider);
  const name = uniqueName("app");
  const config = {
    server_url: server.url(),
    name,
    password: "first-password",
    login: true,
    createdb: false,
    createrole: false,
    inherit: true,
    connection_limit: 5,
    valid_until: "2040-01-01T02:00:00.1234567+02:00",
    member_of: [owner, other, owner],
  };
  await harness.create("role", { config });
  expect(await harness.drift("role")).toEqual([]);

  for (const [change, path, found] of [
    ["PASSWORD 'another-password'", "password", { differs: true }],
    ["PASSWORD NULL", "password", null],
    ["NOLOGIN", "login", false],
    ["CREATEDB", "createdb", true],
    ["CREATEROLE", "createrole", true],
    ["NOINHERIT", "inherit", false],
    ["CONNECTION LIMIT 9", "connection_limit", 9],
    ["VALID UNTIL '2041-01-01T00:00:00Z'", "valid_until", "2041-01-01T00:00:00.000000Z"],
    ["VALID UNTIL 'infinity'", "valid_until", null],
    ["VALID UNTIL '-infinity'", "valid_until", "-infinity"],
  ] as const) {
    await server.sql(`ALTER ROLE ${name} ${change}`);
    expect(await harness.drift("role"), change).toMatchObject([{ path, found }]);
    await harness.update("role", { config });
    expect(await harness.drift("role"), change).toEqual([]);
  }
  await server.sql(`REVOKE ${owner} FROM ${name}`);
  expect(await harness.drift("role")).toMatchObject([{ path: "member_of", found: [other] }]);
  await server.sql(`GRANT ${owner} TO ${name}`);
  expect(await harness.drift("role")).toEqual([]);

  await server.sql(`DROP ROLE ${name}`);
  expect(await harness.read("role")).toMatchObject({ ok: true, outputs: null, config: null });
});

test("passwords hashed as md5, or by other rounds, are told apart, and no answer holds what is stored", async ({
  skip,
}) => {
  skip((await serverVersion(server)) < 160_000, "PostgreSQL 16 brought scram_iterations");
  const harness = new ProviderHarness(provider);
  const config = { server_url: server.url(), name: uniqueName("old"), password: "old-password" };
  await harness.create("role", { config });
  const alter = (password: string, settings: string) =>
    server.sql(`SET ${settings}; ALTER ROLE ${config.name} PASSWORD '${password}'`);
  for (const settings of ["password_encryption = 'md5'", "scram_iterations = 8192"]) {
    await alter("old-password", settings);
    expect(await harness.drift("role"), settings).toEqual([]);
    await alter("new-password", settings);
    expect(await paths(harness.drift("role")), settings).toEqual(["password"]);
    expect(JSON.stringify(await harness.read("role"))).not.toMatch(/SCRAM|md5|new-password/);
  }
  await alter("old-password", "scram_iterations = 1000001");
  expect(await harness.read("role"), "too many rounds to try").not.toHaveProperty("config.password");
});

test("what may not be read, or is hashed by the server alone, is left out", async () => {
  const server_url = await makeLimitedAdministrator(server);
  const harness = new ProviderHarness(provider);
  const config = { server_url, name: uniqueName("app"), password: "password-1" };
  await harness.create("role", { config });
  await server.sql(`ALTER ROLE ${config.name} PASSWORD 'password-2' CONNECTION LIMIT 3`);
  expect(await harness.read("role")).toMatchObject({ ok: true, config: { connection_limit: 3 } });
  expect(await harness.read("role")).not.toHaveProperty("config.password");
  const unplain = { server_url: server.url(), name: uniqueName("app"), password: "pässwörd-ﬁ" };
  await harness.create("role", { name: "unplain", config: unplain });
  expect(await harness.drift("role", { name: "unplain" })).toEqual([]);
});

test.each([
  ["no more than a name", {}],
  ["a locale", { template: "template0", locale: "C.UTF-8" }],
  ["a locale by another of its names", { template: libc, locale: "POSIX" }],
  ["an encoding by another of its names", { template: "template0", locale: "C", encoding: "utf-8" }],
])("a new database with %s does not differ", async (_what, more) => {
  const harness = new ProviderHarness(provider);
  const config = { server_url: server.url(), name: uniqueName("new"), ...more };
  expect((await harness.create("database", { config })).error).toBeNull();
  expect(await harness.drift("database")).toEqual([]);
  await harness.update("database", { config: { ...config, connection_limit: 7 } });
  expect(await harness.drift("database")).toEqual([]);
});

test("a database that was changed by hand differs there; work of the server changes nothing", async () => {
  const harness = new ProviderHarness(provider);
  const name = uniqueName("shop");
  const config = { server_url: server.url(), name, owner, connection_limit: 5 };
  await harness.create("database", { config });
  await server.sql(`ALTER DATABASE ${name} OWNER TO ${other}`);
  await server.sql(`ALTER DATABASE ${name} CONNECTION LIMIT 4`);
  expect(await harness.drift("database")).toEqual([
    { path: "owner", declared: owner, found: other },
    { path: "connection_limit", declared: 5, found: 4 },
  ]);
  expect(await harness.read("database")).toMatchObject({ outputs: { owner: other } });
  await harness.update("database", { config });

  await server.sql("VACUUM", [], server.url(name));
  await server.sql("ALTER SYSTEM SET work_mem = '5MB'");
  await server.sql("ALTER SYSTEM RESET work_mem");
  expect(await harness.drift("database")).toEqual([]);
});

test("schema and extension: owner, version and place", async () => {
  const harness = new ProviderHarness(provider);
  const [name, elsewhere] = [uniqueName("sales"), uniqueName("elsewhere")];
  await harness.create("schema", { config: { ...here(), name, owner } });
  await harness.create("extension", { config: { ...here(), name: "pg_trgm", version: "1.5", schema: name } });
  expect([...(await harness.drift("schema")), ...(await harness.drift("extension"))]).toEqual([]);

  await inside(`ALTER SCHEMA ${name} OWNER TO ${other}`);
  expect(await harness.drift("schema")).toEqual([{ path: "owner", declared: owner, found: other }]);
  await inside(`CREATE SCHEMA ${elsewhere}`);
  await inside("ALTER EXTENSION pg_trgm UPDATE TO '1.6'");
  await inside(`ALTER EXTENSION pg_trgm SET SCHEMA ${elsewhere}`);
  expect(await harness.drift("extension")).toEqual([
    { path: "version", declared: "1.5", found: "1.6" },
    { path: "schema", declared: name, found: elsewhere },
  ]);
  await inside("DROP EXTENSION pg_trgm");
  await inside(`DROP SCHEMA ${name}`);
  expect(await harness.read("extension")).toMatchObject({ ok: true, outputs: null });
  expect(await harness.read("schema")).toMatchObject({ ok: true, outputs: null });
});

async function newSchema(...tables: string[]): Promise<string> {
  const schema = uniqueName("granted");
  await inside(`CREATE SCHEMA ${schema}`);
  for (const table of tables) await inside(`CREATE TABLE ${schema}.${table} ()`);
  return schema;
}

test("a grant on named tables: what was taken away by hand differs there", async () => {
  const harness = new ProviderHarness(provider);
  const schema = await newSchema("a", "b");
  const config = {
    ...here(),
    role: other,
    object_type: "table" as const,
    schema,
    objects: ["b", "a"],
    privileges: ["SELECT" as const, "INSERT" as const],
    with_grant_option: true,
    future_objects_of: owner,
  };
  const expectRepaired = async () => {
    await harness.update("grant", { config });
    expect(await harness.drift("grant")).toEqual([]);
  };
  await harness.create("grant", { config });
  await expectRepaired();
  await inside(`REVOKE INSERT ON ${schema}.a FROM ${other}`);
  expect(await harness.drift("grant")).toMatchObject([{ path: "objects", found: ["b"] }]);
  await inside(`REVOKE INSERT ON ${schema}.b FROM ${other}`);
  expect(await harness.drift("grant")).toMatchObject([{ path: "privileges", found: ["SELECT"] }]);
  expect(await harness.read("grant")).toMatchObject({ outputs: { privileges: ["SELECT"] } });
  await expectRepaired();
  await inside(`REVOKE GRANT OPTION FOR SELECT ON ${schema}.a FROM ${other}`);
  expect(await harness.drift("grant")).toMatchObject([{ path: "with_grant_option", found: false }]);
  await expectRepaired();
  await inside(`ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA ${schema} REVOKE INSERT ON TABLES FROM ${other}`);
  expect(await harness.drift("grant")).toMatchObject([{ path: "future_objects_of", found: null }]);
  await expectRepaired();
  await inside(`GRANT TRIGGER ON ${schema}.a TO ${other}`);
  expect(await harness.drift("grant"), "more may be another grant's").toEqual([]);
  await inside(`DROP SCHEMA ${schema} CASCADE`);
  expect(await harness.read("grant")).toMatchObject({ ok: true, outputs: null });
});

test("a grant on all tables: those made later are none of it, those that were there are", async () => {
  const harness = new ProviderHarness(provider);
  const schema = await newSchema("a", "b");
  const config = { ...here(), role: other, object_type: "table" as const, schema, privileges: ["ALL" as const] };
  await harness.create("grant", { config });
  await inside(`CREATE TABLE ${schema}.later ()`);
  expect(await harness.drift("grant")).toEqual([]);
  await inside(`REVOKE ALL ON ${schema}.a FROM ${other}`);
  expect(await harness.drift("grant")).toMatchObject([{ path: "privileges", found: [] }]);
  expect(await harness.drift("grant", { state: null }), "not known which were there").toEqual([]);
  await inside(`REVOKE ALL ON ${schema}.b FROM ${other}`);
  expect(await harness.read("grant")).toMatchObject({ ok: true, outputs: null });
});

test("a grant on what is in an empty schema is there", async () => {
  const harness = new ProviderHarness(provider);
  const schema = await newSchema();
  const config = { ...here(), role: other, object_type: "sequence" as const, schema, privileges: ["USAGE" as const] };
  await harness.create("grant", { config });
  expect(await harness.drift("grant")).toEqual([]);
  await inside(`CREATE SEQUENCE ${schema}.later`);
  expect(await harness.drift("grant")).toEqual([]);
});

test("a database that is gone takes with it what was inside; one that cannot be reached does not", async () => {
  const harness = new ProviderHarness(provider);
  const [name, role] = [uniqueName("gone"), uniqueName("role")];
  const place = { server_url: server.url(), database: name };
  const grant = { ...place, role, object_type: "database" as const, privileges: ["CONNECT" as const] };
  await harness.create("role", { config: { server_url: server.url(), name: role } });
  await harness.create("database", { config: { server_url: server.url(), name } });
  await harness.create("schema", { config: { ...place, name: "s", owner: role } });
  await harness.create("extension", { config: { ...place, name: "hstore" } });
  await harness.create("grant", { config: grant });
  expect(await harness.drift("grant")).toEqual([]);

  await server.sql(`ALTER DATABASE ${quote(name)} ALLOW_CONNECTIONS false`);
  for (const type of ["schema", "extension", "grant"] as const) {
    expect(await harness.read(type), type).toMatchObject({ ok: false, error: { kind: "config" } });
  }
  await server.sql(`DROP DATABASE ${quote(name)}`);
  await harness.delete("role");
  for (const type of ["database", "schema", "extension", "grant"] as const) {
    expect(await harness.read(type), type).toMatchObject({ ok: true, outputs: null });
  }
  const unreachable = new URL(server.url());
  unreachable.port = "1";
  const config = { ...grant, server_url: unreachable.href };
  expect(await harness.read("grant", { config })).toMatchObject({ ok: false, error: { kind: "failed" } });
});

test("what is only observed is told whoever made it, and refused as one's own", async () => {
  const harness = new ProviderHarness(provider);
  const theirs = uniqueName("theirs");
  await server.sql(`CREATE ROLE ${theirs} LOGIN PASSWORD 'made-by-hand'`);
  const config = { server_url: server.url(), name: theirs, password: "another-password" };
  const refused = await harness.read("role", { config });
  expect(refused.error).toMatchObject({ exists: theirs });
  const observed = await harness.read("role", { config, observed: true });
  expect(observed).toMatchObject({ ok: true, outputs: { name: theirs }, config: { password: { differs: true } } });
});
