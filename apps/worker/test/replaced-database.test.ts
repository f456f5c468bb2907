import { fileURLToPath } from "node:url";
import { type Change, changeInputSchema, changeSchema, type JsonObject } from "@pragma/contract";
import { getChange, planChange } from "@pragma/core/changes";
import { type DatabaseProxy, startDatabaseProxy } from "@pragma/testing";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { useApi } from "../../../providers/http/test/support/api.ts";
import { uniqueName, useServer } from "../../../providers/postgres/test/support/server.ts";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, type World } from "./support/world.ts";

const SHIPPED = {
  PRAGMA_LEASE_SECONDS: "4",
  PRAGMA_PROVIDERS_DIR: fileURLToPath(new URL("../../../providers", import.meta.url)),
  PRAGMA_EGRESS_ALLOW: "127.0.0.0/8",
};
type Moment = Parameters<DatabaseProxy["silence"]>;
/** Deletion sent and deleted; settled, as creation is sent, and created. What was sent at first is never carried out. */
const MOMENTS: [Moment, ...Moment[]] = [
  ["DROP DATABASE", "statement"],
  ["DROP DATABASE", "answer"],
  ["CREATE DATABASE", "statement"],
  ["CREATE DATABASE", "answer"],
];

const server = useServer();
const api = useApi();
const [first, second, reader, shop] = ["first", "second", "reader", "shop"].map(uniqueName) as [
  string,
  string,
  string,
  string,
];
const inside = (sql: string) => server.sql(sql, [], server.url(shop));
const ask = async (sql: string) => Object.values((await inside(sql))[0] ?? {})[0];
/** Tells one database of a name from the next. */
const oid = () => ask(`SELECT oid::int FROM pg_database WHERE datname = '${shop}'`);

let proxy: DatabaseProxy;

beforeAll(async () => {
  for (const role of [first, second, reader]) await server.sql(`CREATE ROLE ${role}`);
  proxy = await startDatabaseProxy(server.url());
});
afterAll(async () => {
  await proxy.close();
  await server.sql(`DROP DATABASE IF EXISTS ${shop} WITH (FORCE)`);
  for (const role of [reader, second, first]) await server.sql(`DROP ROLE IF EXISTS ${role}`);
});

const document = (key: string, config: JsonObject) => {
  const [provider = "", resource = "", name = ""] = key.split("/");
  return { provider, resource, name, config };
};
const database = (owner: string, encoding: string) =>
  document("postgres/database/shop", {
    ...{ name: shop, owner, encoding, template: "template0", locale: "C", force_disconnect: true },
  });
const here = "${postgres/database/shop.outputs.name}";
const config = (name: string, value: string) => document(`pragma/config/${name}`, { data: { value } });
const one = { path: "/things/{{id}}" };
const body = { of: "{{values.of}}" };

function dependents() {
  const grant = { database: here, role: reader };
  return [
    document("postgres/schema/sales", { database: here, name: "sales", owner: first }),
    document("postgres/grant/database", { ...grant, object_type: "database", privileges: ["CREATE"] }),
    document("postgres/grant/schema", {
      ...{ ...grant, object_type: "schema", schema: "${postgres/schema/sales.outputs.name}", privileges: ["USAGE"] },
    }),
    document("postgres/extension/trgm", { database: here, name: "pg_trgm" }),
    document("http/object/announced", {
      ...{ values: { of: here }, create: { path: "/things", body }, id: "data.id" },
      ...{ read: one, update: { ...one, body }, delete: one, compare: { of: "data.of" } },
    }),
    config("direct", "${postgres/database/shop.outputs.owner}"),
    config("changed", "${pragma/config/direct.outputs.value}"),
    config("same", "${postgres/schema/sales.outputs.name}"),
  ];
}

async function read({ core, context }: World, id: string): Promise<Change> {
  return changeSchema.parse(JSON.parse((await getChange(core, context, id)).body));
}

async function applied({ core, context }: World, input: object): Promise<string> {
  const planned = await planChange(core, context, changeInputSchema.parse({ ...input, apply: true }));
  return changeSchema.parse(JSON.parse(planned.body)).id;
}

async function succeeded(world: World, id: string): Promise<Change> {
  await waitUntil(
    async () => (await read(world, id)).status === "succeeded",
    () => read(world, id),
  );
  return read(world, id);
}

/** Events of a change by resource, whoever was killed meanwhile. */
const eventsOf = (world: World, change: string) =>
  world.rows<{ key: string; events: number }>(
    `SELECT resource_key AS key, count(DISTINCT event_id)::int AS events FROM resource_changes
     WHERE organization_id = $1 AND change_id = $2 AND event_id IS NOT NULL GROUP BY 1 ORDER BY 1`,
    change,
  );

it("a database under schemas, grants, an extension, configs and an object, by workers killed at each step", {
  tags: ["thorough"],
}, async () => {
  const { world, close } = await createWorld();
  onTestFinished(close);
  let worker = await world.spawnWorker(SHIPPED);
  await world.apply("postgres/connection/default", { server_url: proxy.url });
  await world.apply("http/connection/default", { base_url: api.url });
  for (const provider of ["postgres", "http"]) await world.reaches(`${provider}/connection/default`, "ready");
  await succeeded(world, await applied(world, { documents: [database(first, "UTF8"), ...dependents()] }));
  const before = await oid();
  await inside("CREATE TABLE sales.orders ()");
  api.seen.length = 0;

  const [beginning, ...rest] = MOMENTS;
  let silent = proxy.silence(...beginning);
  const change = await applied(world, { documents: [database(second, "LATIN1")], allow_replace: true });
  for (const next of [...rest, undefined]) {
    await silent;
    await worker.kill();
    if (next !== undefined) silent = proxy.silence(...next);
    worker = await world.spawnWorker(SHIPPED);
  }
  const done = await succeeded(world, change);

  expect(await oid()).not.toBe(before);
  expect(
    await ask(
      `SELECT pg_encoding_to_char(encoding) || ' ' || datdba::regrole FROM pg_database WHERE datname = '${shop}'`,
    ),
  ).toBe(`LATIN1 ${second}`);
  expect(await ask("SELECT count(*)::int FROM pg_tables WHERE schemaname = 'sales'")).toBe(0);
  expect(await ask("SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'sales'")).toBe(first);
  expect(await ask(`SELECT has_schema_privilege('${reader}', 'sales', 'USAGE')`)).toBe(true);
  expect(await ask(`SELECT has_database_privilege('${reader}', '${shop}', 'CREATE')`)).toBe(true);
  expect(await ask("SELECT count(*)::int FROM pg_extension WHERE extname = 'pg_trgm'")).toBe(1);
  expect([...api.things.values()]).toMatchObject([{ of: shop }]);
  const written = api.seen.filter(({ method }) => method !== "GET").map(({ method }) => method);
  expect(written).toEqual(["PUT"]);
  // Who depends on it directly is repaired, once; further ones as values decide.
  const repaired = dependents().map((each) => `${each.provider}/${each.resource}/${each.name}`);
  expect(await eventsOf(world, change)).toEqual(
    ["postgres/database/shop", ...repaired]
      .filter((key) => key !== "pragma/config/same")
      .sort()
      .map((key) => ({ key, events: 1 })),
  );
  expect(done.counts).toMatchObject({ replace: 1 });
  expect(await world.rows("SELECT * FROM dead_letters WHERE organization_id = $1")).toEqual([]);
});
