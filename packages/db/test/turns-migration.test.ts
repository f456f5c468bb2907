import { Client } from "pg";
import { expect, it, onTestFinished } from "vitest";
import { migrate } from "../src/migrate/index.ts";
import { databaseBefore } from "./support/database-before.ts";

const ORGANIZATION = "11111111-0000-4000-8000-000000000000";
const FIRST_WITH_LOOKS = "0011_turns";

it("queued jobs become requests when the database is migrated, each at its time", async () => {
  const database = await databaseBefore(FIRST_WITH_LOOKS);
  const client = new Client({ connectionString: database.url });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query("SELECT enqueue_reconciles($1, '{b/t/1,a/t/1}')", [ORGANIZATION]);
  await client.query("SELECT enqueue_reconcile($1, 'a/t/2', now() + interval '1 hour')", [ORGANIZATION]);
  await client.query("SELECT enqueue_job('prune', '{}')");

  await migrate(database.url);
  const rows = async (text: string): Promise<unknown[]> => (await client.query(text)).rows;
  expect(await rows("SELECT organization_id, provider, key FROM pending_looks ORDER BY id")).toEqual([
    { organization_id: ORGANIZATION, provider: "b", key: "b/t/1" },
    { organization_id: ORGANIZATION, provider: "a", key: "a/t/1" },
  ]);
  expect(
    await rows(
      "SELECT organization_ids::text, keys, due_at > now() + interval '50 minutes' AS later FROM deferred_looks",
    ),
  ).toEqual([{ organization_ids: `{${ORGANIZATION}}`, keys: ["a/t/2"], later: true }]);
  expect(await rows("SELECT task_identifier FROM graphile_worker.jobs")).toEqual([{ task_identifier: "prune" }]);
});
