import type { Discovered } from "@pragma/contract";
import { discover } from "@pragma/core/provider-calls";
import { deleteResource } from "@pragma/core/resources/delete";
import { afterAll, beforeAll, expect, it } from "vitest";
import { uniqueName, useServer } from "../../../providers/postgres/test/support/server.ts";
import { Drift } from "./support/drift.ts";
import { WITH_SHIPPED_PROVIDERS } from "./support/shipped-providers.ts";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, type TestWorker, type World } from "./support/world.ts";

const server = useServer();
const [owner, reader, database] = [uniqueName("owner"), uniqueName("reader"), uniqueName("shop")];
const IDENTITIES = {
  role: [owner, reader],
  database: [database],
  schema: [`${database}/public`, `${database}/sales`],
  extension: [`${database}/pg_trgm`],
  grant: [`${database}/${reader}/database`, `${database}/${reader}/table/sales`],
};

let world: World;
let worker: TestWorker;
let drift: Drift;
let close: () => Promise<void>;

beforeAll(async () => {
  await server.sql(`CREATE ROLE ${owner}`);
  await server.sql(
    `CREATE ROLE ${reader} LOGIN PASSWORD 'made-by-hand' CONNECTION LIMIT 5 VALID UNTIL '2040-01-01' IN ROLE ${owner}`,
  );
  await server.sql(`CREATE DATABASE ${database} OWNER ${owner}`);
  await inside(`CREATE EXTENSION pg_trgm; CREATE SCHEMA sales AUTHORIZATION ${owner}; CREATE TABLE sales.orders ();
    CREATE TABLE sales.drafts (); GRANT SELECT ON sales.orders TO ${reader}; GRANT CREATE ON DATABASE ${database} TO ${reader}`);
  ({ world, close } = await createWorld());
  worker = await world.launchWorker(WITH_SHIPPED_PROVIDERS);
  drift = new Drift(world);
  await world.apply("postgres/connection/default", { server_url: server.url() });
  await world.reaches("postgres/connection/default", "ready");
});
afterAll(async () => {
  await worker.stop(AbortSignal.abort());
  await close();
  await server.sql(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  for (const role of [reader, owner]) await server.sql(`DROP ROLE IF EXISTS ${role}`);
});

const inside = (sql: string) => server.sql(sql, [], server.url(database));

/** Versions of all rows in the catalog that a write to one of the things would replace. */
const written = () =>
  inside(`SELECT 'role' AS of, xmin, ctid FROM pg_authid WHERE rolname IN ('${owner}', '${reader}')
    UNION ALL SELECT 'database', xmin, ctid FROM pg_database WHERE datname = '${database}'
    UNION ALL SELECT 'schema', xmin, ctid FROM pg_namespace UNION ALL SELECT 'extension', xmin, ctid FROM pg_extension
    UNION ALL SELECT 'table', xmin, ctid FROM pg_class WHERE relnamespace = 'sales'::regnamespace`);

async function found(type: string): Promise<Discovered["items"]> {
  const items: Discovered["items"] = [];
  let cursor: string | null = null;
  do {
    const input = { type, config: { database }, limit: 2, cursor, connection: "default" };
    const part: Discovered = await discover(world.core, world.context, "postgres", input);
    items.push(...part.items);
    cursor = part.cursor;
  } while (cursor !== null);
  return items;
}

it("what is discovered on a server is taken over as it is, without a write, and refused without adopt", async () => {
  const before = await written();
  const keys: string[] = [];
  for (const [type, identities] of Object.entries(IDENTITIES)) {
    const things = (await found(type)).filter(({ identity }) => identities.includes(identity));
    expect(
      things.map(({ identity, managed_by }) => [identity, managed_by]),
      type,
    ).toEqual(identities.map((identity) => [identity, null]));
    for (const [index, { identity, config }] of things.entries()) {
      const key = `postgres/${type}/${index}`;
      await world.apply(key, config as never);
      const { error } = await world.reaches(key, "failed");
      expect(error).toMatch(new RegExp(`exists already. To take it over, declare adopt: "${identity}"`));
      keys.push(key);
      await world.apply(key, config as never, { adopt: identity });
      expect(await world.reaches(key, "ready")).toMatchObject({ identity });
    }
    expect((await found(type)).filter(({ managed_by }) => managed_by !== null)).toHaveLength(identities.length);
  }
  expect(keys).toHaveLength(8);
  expect(await drift.checkAll()).toEqual({});
  expect(await written()).toEqual(before);
});

it("a stranger's database is left by the deletion of what was refused", async () => {
  world.moveOn();
  await world.apply("postgres/connection/default", { server_url: server.url() });
  await world.reaches("postgres/connection/default", "ready");
  const key = "postgres/database/stranger";
  await world.apply(key, { name: database, owner, force_disconnect: true });
  await world.reaches(key, "failed");
  await deleteResource(world.core, world.context, key);
  await waitUntil(
    async () => (await world.row(key)) === undefined,
    () => world.row(key),
  );
  expect(await server.sql(`SELECT 1 AS there FROM pg_database WHERE datname = '${database}'`)).toHaveLength(1);
});
