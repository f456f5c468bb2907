import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { uniqueName, useServer } from "../../../providers/postgres/test/support/server.ts";
import { Drift } from "./support/drift.ts";
import { WITH_SHIPPED_PROVIDERS } from "./support/shipped-providers.ts";
import { createWorld, type TestWorker, type World } from "./support/world.ts";

const server = useServer();
const [owner, reader, database] = [uniqueName("owner"), uniqueName("reader"), uniqueName("shop")];
const [administrator, other] = [uniqueName("administrator"), uniqueName("other")];

let world: World;
let worker: TestWorker;
let drift: Drift;
let close: () => Promise<void>;

const ref = (key: string): string => `\${postgres/${key}}`;
const MADE = {
  "postgres/role/owner": () => ({ name: owner, password: "first-password", createdb: false }),
  "postgres/role/reader": () => ({ name: reader, login: true, password: "readers-password", connection_limit: 5 }),
  "postgres/database/shop": () => ({ name: database, owner: ref("role/owner.outputs.name") }),
  "postgres/schema/app": () => ({ database: ref("database/shop.outputs.name"), name: "app" }),
  "postgres/grant/read": () => ({
    database: ref("database/shop.outputs.name"),
    role: ref("role/reader.outputs.name"),
    object_type: "schema",
    schema: ref("schema/app.outputs.name"),
    privileges: ["USAGE"],
  }),
};

beforeAll(async () => {
  ({ world, close } = await createWorld());
  worker = await world.launchWorker(WITH_SHIPPED_PROVIDERS);
  drift = new Drift(world);
  await world.apply("postgres/connection/default", { server_url: server.url() });
  await world.reaches("postgres/connection/default", "ready");
});
afterAll(async () => {
  await worker.stop(AbortSignal.abort());
  for (const name of [database, other]) await server.sql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  for (const role of [owner, reader, administrator]) await server.sql(`DROP ROLE IF EXISTS ${role}`);
  await close();
});

const urlOf = (username: string, password: string): string =>
  Object.assign(new URL(server.url()), { username, password }).href;

describe("a server that somebody changes by hand", () => {
  it("is in sync after everything was made, and after noise", async () => {
    for (const [key, config] of Object.entries(MADE)) await world.apply(key, config());
    for (const key of Object.keys(MADE)) await world.reaches(key, "ready");
    expect(await drift.checkAll()).toEqual({});
    await server.sql("VACUUM", [], server.url(database));
    await server.sql(`ALTER DATABASE ${database} SET statement_timeout = '1h'`);
    await server.sql(`ALTER ROLE ${reader} SET search_path = app`);
    expect(await drift.checkAll()).toEqual({});
  });

  it("has its role found and reverted, or accepted", async () => {
    await server.sql(`ALTER ROLE ${reader} CONNECTION LIMIT 9 PASSWORD 'somebody-else'`);
    await server.sql(`ALTER ROLE ${owner} CREATEDB`);
    await server.sql(`REVOKE USAGE ON SCHEMA app FROM ${reader}`, [], server.url(database));
    expect(await drift.checkAll()).toEqual({
      "postgres/grant/read": expect.stringMatching(/drifted|missing/),
      "postgres/role/owner": "drifted",
      "postgres/role/reader": "drifted",
    });
    expect(await drift.paths("postgres/role/reader")).toEqual(["config.connection_limit", "config.password"]);
    await drift.choose("revert", ["postgres/grant/read", "postgres/role/owner", "postgres/role/reader"]);
    expect(await drift.checkAll()).toEqual({});
    expect(await server.sql("SELECT current_user", [], urlOf(reader, "readers-password"))).toEqual([
      { current_user: reader },
    ]);
    await server.sql(`ALTER ROLE ${reader} CONNECTION LIMIT 7`);
    await drift.checkAll();
    await drift.choose("accept", ["postgres/role/reader"]);
    expect(await drift.checkAll()).toEqual({});
    expect(JSON.parse((await world.row("postgres/role/reader"))?.config ?? "")).toMatchObject({ connection_limit: 7 });
  });

  it("that drops the database and its roles: all is missing at the second look, and made again by one change", async () => {
    await server.sql(`DROP DATABASE ${database} WITH (FORCE)`);
    for (const role of [owner, reader]) await server.sql(`DROP ROLE ${role}`);
    const allOf = (word: string) => Object.fromEntries(Object.keys(MADE).map((key) => [key, word]));
    expect(await drift.look()).toEqual(allOf("absent"));
    expect(await drift.findings()).toEqual({});
    const found = await drift.checkAll();
    expect(found).toEqual(allOf("missing"));
    await drift.choose("revert", Object.keys(found));
    expect(await drift.checkAll()).toEqual({});
    const granted = await server.sql(
      `SELECT has_schema_privilege('${reader}', 'app', 'USAGE') AS granted`,
      [],
      server.url(database),
    );
    expect(granted).toEqual([{ granted: true }]);
    expect(await server.sql("SELECT current_user", [], urlOf(reader, "readers-password"))).toHaveLength(1);
  });
});

describe("a connection whose password is rotated", () => {
  const connection = "postgres/connection/default";
  const key = "postgres/database/other";
  const connect = async (password: string): Promise<void> => {
    await world.apply(connection, { server_url: urlOf(administrator, password) });
    await world.reaches(connection, "ready");
  };
  const events = () =>
    world.rows("SELECT id FROM events WHERE organization_id = $1 AND resource_key <> $2 ORDER BY id", connection);

  it("runs nothing that uses it, and the next check and the next apply use the new one", async () => {
    world.moveOn();
    await server.sql(`CREATE ROLE ${administrator} LOGIN CREATEDB PASSWORD 'first-password'`);
    await connect("first-password");
    await world.apply(key, { name: other, connection_limit: 5 });
    await world.reaches(key, "ready");
    expect(await drift.checkAll()).toEqual({});
    const before = await events();

    await server.sql(`ALTER ROLE ${administrator} PASSWORD 'second-password'`);
    expect(await drift.look()).toEqual({ [key]: expect.stringMatching(/password authentication failed/) });
    expect(await drift.findings()).toEqual({});

    await connect("second-password");
    expect(await drift.checkAll()).toEqual({});
    expect(await events()).toEqual(before);
    await world.apply(key, { name: other, connection_limit: 7 });
    await world.reaches(key, "ready");
    const limit = await server.sql(`SELECT datconnlimit FROM pg_database WHERE datname = '${other}'`);
    expect(limit).toEqual([{ datconnlimit: 7 }]);
    expect(await events()).toHaveLength(before.length + 1);
  });
});
