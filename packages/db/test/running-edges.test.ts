import { randomUUID } from "node:crypto";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PRISMA_DIR } from "../src/migrate/files.ts";
import { migrate } from "../src/migrate/index.ts";

const NAME = "0009_running_edges";
const org = randomUUID();
let database: TestDatabase;
let client: Client;
let folder: string;

/** A database as it was before the migration. */
beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  folder = await mkdtemp(join(tmpdir(), "migrations-"));
  const all = join(PRISMA_DIR, "migrations");
  for (const name of await readdir(all)) {
    if (/^\d/.test(name) && name < NAME) await cp(join(all, name), join(folder, name), { recursive: true });
  }
  await migrate(database.url, { folder });
  client = new Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await rm(folder, { recursive: true, force: true });
  await database.drop();
});

interface Standing {
  state: string;
  resolved?: true;
  handed?: true;
}

async function insert(name: string, { state, resolved, handed }: Standing): Promise<void> {
  await client.query(
    `INSERT INTO resources (organization_id, key, id, provider, resource, name, config, resolved_config, handed_config,
       lifecycle_state, applied_by)
     VALUES ($1, 'p/t/' || $2, 'resource:p_t_' || $2, 'p', 't', $2, '{}', $3::json, $4::json, $5, '{}')`,
    [org, name, resolved ? "{}" : null, handed ? "{}" : null, state],
  );
}

async function edge(from: string, to: string, kind: string): Promise<void> {
  await client.query(
    "INSERT INTO edges (organization_id, from_key, to_key, kind) VALUES ($1, 'p/t/' || $2, 'p/t/' || $3, $4)",
    [org, from, to, kind],
  );
}

it("takes over what deletions wait for, and what a change under way keeps", async () => {
  await insert("base", { state: "pending", resolved: true, handed: true });
  // Detached, and not updated yet; and one that has been.
  await insert("waited-for", { state: "failed", handed: true });
  await edge("waited-for", "base", "await");
  await edge("waited-for", "other", "dependency");
  await insert("done", { state: "ready", resolved: true, handed: true });
  await edge("done", "base", "await");
  await edge("done", "other", "dependency");
  // Staged, never handed over, and as it was handed over.
  await insert("staged", { state: "draft", handed: true });
  await edge("staged", "other", "dependency");
  await edge("staged", "base", "owner");
  await insert("new", { state: "pending" });
  await edge("new", "other", "dependency");
  await insert("running", { state: "processing", resolved: true, handed: true });
  await edge("running", "other", "dependency");

  await migrate(database.url);
  const rows = await client.query(
    "SELECT name, running_dependencies AS runs FROM resources WHERE running_dependencies IS NOT NULL ORDER BY name",
  );
  expect(rows.rows).toEqual([
    { name: "staged", runs: ["p/t/other"] },
    { name: "waited-for", runs: ["p/t/base", "p/t/other"] },
  ]);
  const edges = await client.query(
    "SELECT from_key, to_key, kind FROM edges WHERE kind NOT IN ('dependency', 'owner')",
  );
  expect(edges.rows).toEqual([{ from_key: "p/t/waited-for", to_key: "p/t/base", kind: "running" }]);
  expect((await client.query("SELECT count(*)::int AS count FROM edges")).rows).toEqual([{ count: 7 }]);
});
