import { readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type PostgresServer, startPostgresServer } from "@pragma/testing";
import { providerFolder } from "@pragma/testing/provider-folder";
import { afterAll, beforeAll, expect, it } from "vitest";
import { useApi } from "../../../providers/http/test/support/api.ts";
import { serverAt } from "../../../providers/postgres/test/support/server.ts";
import { hasRedisServer, useServer as useRedis } from "../../../providers/redis/test/support/server.ts";
import { writeTags } from "../../../providers/s3/src/client/tagging.ts";
import { callTo } from "../../../providers/s3/test/support/s3-server.ts";
import { useDouble as useS3 } from "../../../providers/s3/test/support/use-double.ts";
import { Drift } from "./support/drift.ts";
import { databaseCount, freshBucket, freshName, freshResources } from "./support/fresh-resources.ts";
import { connectAll, inTheirSandbox } from "./support/shipped-providers.ts";
import type { Things } from "./support/things.ts";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, type TestWorker, type World } from "./support/world.ts";

/** How many of each type the thorough test applies; 1,000 by PRAGMA_FRESH=1000. */
const MANY = Number(process.env["PRAGMA_FRESH"] ?? 100);
const FEW = 2;
/** Applies at once. */
const AT_ONCE = 16;

const redis = useRedis();
const api = useApi();
const s3 = useS3();
let server: PostgresServer;
let things: Things;
let world: World;
let worker: TestWorker;
let close: () => Promise<void>;

beforeAll(async () => {
  server = await startPostgresServer();
  things = { postgres: serverAt(() => server.url), redis, api, s3, folder: await providerFolder() };
  ({ world, close } = await createWorld(server.url));
  worker = await launch();
});
afterAll(async () => {
  await worker.stop(AbortSignal.abort());
  await close();
  await server.remove();
  await rm(things.folder, { recursive: true, force: true });
});

const launch = async (): Promise<TestWorker> => world.launchWorker(await inTheirSandbox(things.folder));

/** All of it ends, and starts again with what it had. */
async function restartEverything(): Promise<void> {
  await worker.stop(AbortSignal.abort());
  await server.stop();
  if (hasRedisServer) await redis.stop();
  await server.start();
  if (hasRedisServer) await redis.start();
  await waitUntil(
    () =>
      world.states().then(
        () => true,
        () => false,
      ),
    () => "PostgreSQL does not answer",
  );
  worker = await launch();
}

/** Does what servers, their administrators and other programs do, and what changes nothing that is declared. */
async function makeNoise(run: string, count: number): Promise<void> {
  await things.postgres.sql("ALTER SYSTEM SET work_mem = '5MB'");
  await things.postgres.sql("SELECT pg_reload_conf()");
  const databases = databaseCount(count);
  for (let index = 0; index < databases; index++) {
    const inside = things.postgres.url(freshName(run, "database", index));
    await things.postgres.sql("VACUUM ANALYZE", [], inside);
    const grants: string[] = [];
    for (let at = index; at < count; at += databases) {
      const where = `ON SCHEMA s${at}`;
      const role = freshName(run, "role", at);
      grants.push(
        `REVOKE ALL ${where} FROM ${role}`,
        `GRANT CREATE ${where} TO ${role}`,
        `GRANT USAGE ${where} TO ${role}`,
      );
    }
    await things.postgres.sql(grants.join("; "), [], inside);
  }
  for (const [id, { tags, labels, ...thing }] of api.things) {
    const turned = { labels: Object.fromEntries(Object.entries(labels as object).reverse()) };
    api.things.set(id, { ...turned, tags: (tags as string[]).toReversed(), ...thing, seen: true });
  }
  const folder = join(things.folder, run);
  for (const name of await readdir(folder)) await utimes(join(folder, name), 1, 1);
  const file = join(folder, "file-0");
  await writeFile(file, await readFile(file));
  for (let index = 0; index < count; index++) {
    await writeTags(callTo(s3), { bucket: freshBucket(run, index) }, { a: "2", b: "1" });
  }
  if (!hasRedisServer) return;
  await redis.run(["BGSAVE"]);
  for (let index = 0; index < count; index++) {
    await redis.run(["ACL", "SETUSER", freshName(run, "user", index), "resetkeys", "~a:*", "~b:*"]);
  }
}

async function expectNoFindings(count: number, patienceMs: number): Promise<void> {
  const run = `n${count}`;
  world.moveOn();
  const drift = new Drift(world, { patienceMs });
  const fresh = freshResources(run, count);
  const connections = await connectAll(world, things);
  for (let from = 0; from < fresh.length; from += AT_ONCE) {
    await Promise.all(fresh.slice(from, from + AT_ONCE).map(([key, config]) => world.apply(key, config)));
  }
  const unready = () =>
    world.rows(
      "SELECT key, lifecycle_state, error FROM resources WHERE organization_id = $1 AND lifecycle_state <> 'ready' LIMIT 5",
    );
  await waitUntil(async () => (await unready()).length === 0, unready, patienceMs);
  expect(await world.states()).toEqual({ ready: fresh.length + connections });
  expect(await drift.look()).toEqual({});
  const [checked] = await world.rows<{ count: number }>(
    "SELECT count(*)::int FROM drift_checks WHERE organization_id = $1",
  );
  expect(checked?.count, "each of them is checked").toBe(fresh.length);

  await restartEverything();
  expect(await drift.look(), "after a restart").toEqual({});
  await makeNoise(run, count);
  expect(await drift.look(), "after noise").toEqual({});
  const words = await world.rows(
    "SELECT DISTINCT event_type FROM resource_changes WHERE organization_id = $1 AND event_type = 'DRIFT'",
  );
  expect(words, "nothing was ever found").toEqual([]);
}

it("a few of every shipped type are in sync when they are fresh, after a restart of everything, and after noise", {
  timeout: 120_000,
}, async () => {
  await expectNoFindings(FEW, 45_000);
});

it("and so are many", { tags: ["thorough"], timeout: 900_000 }, async () => {
  await expectNoFindings(MANY, 300_000);
});
