import { fileURLToPath } from "node:url";
import { changeSchema } from "@pragma/contract";
import { getChange, planChange } from "@pragma/core/changes";
import { followHistory } from "@pragma/core/checks";
import { createPool } from "@pragma/db";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { dueAgain } from "./support/due-again.ts";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, openedTo, type TestWorker, type World } from "./support/world.ts";

const SHIPPED = fileURLToPath(new URL("../../../providers", import.meta.url));
const id = `drift_${process.pid}_${Date.now().toString(36)}`;
const [owner, reader, database] = [`${id}_owner`, `${id}_reader`, `${id}_shop`];

let world: World;
let worker: TestWorker;
let close: () => Promise<void>;

function url(name = "postgres", login?: { user: string; password: string }): string {
  const target = new URL(inject("pragmaTestServerUrl"));
  target.pathname = `/${name}`;
  return Object.assign(target, login && { username: login.user, password: login.password }).href;
}

async function sql(text: string, at: string = url()): Promise<Record<string, unknown>[]> {
  const pool = createPool({ url: at, name: "by-hand", max: 1 });
  try {
    return (await pool.query(text)).rows;
  } finally {
    await pool.end();
  }
}

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
  worker = await world.launchWorker({
    checkPollMs: 50,
    providersDirectory: SHIPPED,
    providerFolders: openedTo("postgres"),
  });
  await world.apply("postgres/connection/default", { server_url: url() });
  await world.reaches("postgres/connection/default", "ready");
});
afterAll(async () => {
  await worker.stop(AbortSignal.abort());
  await sql(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  for (const role of [owner, reader]) await sql(`DROP ROLE IF EXISTS ${role}`);
  await close();
});

/** Makes all checks due until none is left that has not been made, each twice. */
async function checkAll(): Promise<Record<string, string>> {
  await followHistory(world.core);
  for (let look = 0; look < 2; look++) {
    await world.pool.query(
      "UPDATE drift_checks SET due_at = '2000-01-01', checked_at = NULL, error = NULL, absent_since = absent_since - interval '1 minute'",
    );
    await waitUntil(
      async () => {
        await dueAgain(world);
        const left = await world.pool.query("SELECT FROM drift_checks WHERE checked_at IS NULL AND error IS NULL");
        return left.rowCount === 0;
      },
      async () => (await world.pool.query("SELECT * FROM drift_checks WHERE checked_at IS NULL")).rows,
    );
  }
  const { rows } = await world.pool.query<{ key: string; drift: string }>(
    "SELECT key, drift FROM resources WHERE drift IN ('drifted', 'missing') ORDER BY key",
  );
  return Object.fromEntries(rows.map(({ key, drift }) => [key, drift]));
}

async function changed(key: string): Promise<string[]> {
  const { rows } = await world.pool.query<{ changes: { path: string }[] }>(
    "SELECT changes FROM drift_checks WHERE resource_key = $1",
    [key],
  );
  return (rows[0]?.changes ?? []).map(({ path }) => path);
}

async function choose(choice: "revert" | "accept", keys: readonly string[]): Promise<void> {
  const drift = keys.map((resource) => ({ resource, choice }));
  const { body } = await planChange(world.core, world.context, { drift, apply: true });
  const { id, actions } = changeSchema.parse(JSON.parse(body));
  expect(actions.filter(({ because }) => because.kind === "drift")).toHaveLength(keys.length);
  await waitUntil(
    async () => JSON.parse((await getChange(world.core, world.context, id)).body).status === "succeeded",
    () => getChange(world.core, world.context, id),
  );
}

describe("a server that somebody changes by hand", () => {
  it("is in sync after everything was made, and after noise", async () => {
    for (const [key, config] of Object.entries(MADE)) await world.apply(key, config());
    for (const key of Object.keys(MADE)) await world.reaches(key, "ready");
    expect(await checkAll()).toEqual({});
    await sql("VACUUM", url(database));
    await sql(`ALTER DATABASE ${database} SET statement_timeout = '1h'`);
    await sql(`ALTER ROLE ${reader} SET search_path = app`);
    expect(await checkAll()).toEqual({});
  });

  it("has its role found and reverted, or accepted", async () => {
    await sql(`ALTER ROLE ${reader} CONNECTION LIMIT 9 PASSWORD 'somebody-else'`);
    await sql(`ALTER ROLE ${owner} CREATEDB`);
    await sql(`REVOKE USAGE ON SCHEMA app FROM ${reader}`, url(database));
    expect(await checkAll()).toEqual({
      "postgres/grant/read": expect.stringMatching(/drifted|missing/),
      "postgres/role/owner": "drifted",
      "postgres/role/reader": "drifted",
    });
    expect((await changed("postgres/role/reader")).sort()).toEqual(["config.connection_limit", "config.password"]);
    await choose("revert", ["postgres/grant/read", "postgres/role/owner", "postgres/role/reader"]);
    expect(await checkAll()).toEqual({});
    const asReader = url("postgres", { user: reader, password: "readers-password" });
    expect(await sql("SELECT current_user", asReader)).toEqual([{ current_user: reader }]);
    await sql(`ALTER ROLE ${reader} CONNECTION LIMIT 7`);
    await checkAll();
    await choose("accept", ["postgres/role/reader"]);
    expect(await checkAll()).toEqual({});
    expect(JSON.parse((await world.row("postgres/role/reader"))?.config ?? "")).toMatchObject({ connection_limit: 7 });
  });

  it("that drops the database: all of it is missing, and made again, by one change", async () => {
    await sql(`DROP DATABASE ${database} WITH (FORCE)`);
    const found = await checkAll();
    expect(found).toMatchObject({ "postgres/database/shop": "missing", "postgres/schema/app": "missing" });
    await choose("revert", Object.keys(found));
    expect(await checkAll()).toEqual({});
    const granted = await sql(`SELECT has_schema_privilege('${reader}', 'app', 'USAGE') AS granted`, url(database));
    expect(granted).toEqual([{ granted: true }]);
  });
});
