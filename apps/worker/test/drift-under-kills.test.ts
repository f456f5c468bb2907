import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type PostgresServer, startPostgresServer } from "@pragma/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { waitUntil } from "./support/wait-until.ts";
import type { WorkerProcess } from "./support/worker-process.ts";
import { createWorld, SHORT_LEASES, type World } from "./support/world.ts";

/** How long things are changed while programs are killed; twenty minutes by PRAGMA_DRIFT_SECONDS=1200. */
const SECONDS = Number(process.env["PRAGMA_DRIFT_SECONDS"] ?? 40);
const PAGES = 12;

let server: PostgresServer;
let world: World;
let close: () => Promise<void>;

beforeAll(async () => {
  server = await startPostgresServer();
  ({ world, close } = await createWorld(server.url));
});
afterAll(async () => {
  await close();
  await server.remove();
});

const key = (name: string): string => `objects/page/${name}`;
const names = Array.from({ length: PAGES }, (_, index) => `page-${index}`);

/** The database may be away at this moment. */
async function query<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
  for (;;) {
    try {
      return (await world.pool.query(text, values)).rows as Row[];
    } catch {
      await sleep(50);
    }
  }
}

/** Changes a file by hand, and waits until that is found, as often as there is time. @returns what it was changed to */
async function changeByHand(name: string, isOver: () => boolean): Promise<string[]> {
  const path = join(world.folder.path, `${name}.page`);
  const written: string[] = [];
  while (!isOver()) {
    const text = `by hand ${written.length}`.padEnd(8);
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), text }));
    written.push(text);
    for (;;) {
      const [check] = await query<{ changes: { path: string; found: string }[] | null }>(
        "SELECT changes FROM drift_checks WHERE resource_key = $1",
        [key(name)],
      );
      if (check?.changes?.some(({ path: where, found }) => where === "config.text" && found === text)) break;
      await sleep(50);
    }
  }
  return written;
}

/** Kills the worker every few seconds, and the database every third time. */
async function killInTurn(isOver: () => boolean): Promise<WorkerProcess> {
  let worker = await world.spawnWorker({ PRAGMA_LEASE_SECONDS: String(SHORT_LEASES.leaseSeconds) });
  for (let count = 1; !isOver(); count++) {
    await sleep(3000);
    if (count % 3 === 0) {
      await server.kill();
      await server.start();
    } else {
      await worker.kill();
      worker = await world.spawnWorker({ PRAGMA_LEASE_SECONDS: String(SHORT_LEASES.leaseSeconds) });
    }
  }
  return worker;
}

it("of what is changed by hand while worker and database are killed, everything is found, once", {
  tags: ["thorough"],
  timeout: (SECONDS + 120) * 1000,
}, async () => {
  const first = await world.spawnWorker();
  for (const name of names) await world.apply(key(name), { folder: world.folder.path, text: "declared" });
  for (const name of names) await world.reaches(key(name), "ready");
  await waitUntil(
    async () => (await query("SELECT FROM drift_checks")).length === PAGES,
    () => query("SELECT * FROM drift_checks"),
  );
  await first.kill();
  const [before] = await query<{ count: string }>("SELECT count(*) FROM events");

  const end = performance.now() + SECONDS * 1000;
  let isFound = false;
  const dueAlways = (async () => {
    while (!isFound) {
      await query("UPDATE drift_checks SET due_at = now() WHERE due_at > now() + interval '1 minute'");
      await sleep(200);
    }
  })();
  const killed = killInTurn(() => isFound);
  const written = await Promise.all(names.map((name) => changeByHand(name, () => performance.now() > end)));
  isFound = true;
  await dueAlways;
  await (await killed).kill();

  for (const [index, name] of names.entries()) {
    const rows = await query<{ changes: { path: string; after: unknown }[] }>(
      "SELECT changes FROM resource_changes WHERE resource_key = $1 AND event_type = 'DRIFT' ORDER BY id",
      [key(name)],
    );
    const told = rows.flatMap(({ changes }) => changes.filter(({ path }) => path === "config.text"));
    expect(told.map(({ after }) => after)).toEqual(written[index]);
  }
  const [after] = await query<{ count: string }>("SELECT count(*) FROM events");
  expect(after).toEqual(before);
  expect(written.flat().length).toBeGreaterThan(PAGES);
});
