import { Client } from "pg";
import { describe, expect, it } from "vitest";
import { withClient } from "../src/admin.ts";
import { createTestDatabase, startPostgresServer } from "../src/index.ts";

describe("createTestDatabase", () => {
  it("clones the migrated template, and each clone is separate", async () => {
    const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    await withClient(one.url, (client) => client.query("create table only_here (n int)"));
    const found = await withClient(two.url, async (client) => {
      const { rows } = await client.query<{ ours: boolean; queue: boolean; leaked: boolean }>(
        `select to_regclass('public._prisma_migrations') is not null as ours,
                to_regclass('graphile_worker._private_jobs') is not null as queue,
                to_regclass('public.only_here') is not null as leaked`,
      );
      return rows[0];
    });
    expect(found).toEqual({ ours: true, queue: true, leaked: false });
    await one.drop();
    await two.drop();
  });

  it("names the connection that a test file leaves open", async () => {
    const database = await createTestDatabase({ patienceMs: 500 });
    const client = new Client({ connectionString: database.url, application_name: "forgotten" });
    client.on("error", () => {});
    await client.connect();
    await expect(database.drop()).rejects.toThrow(/1 database connection\(s\) leaked[\s\S]*"forgotten" \(idle\)/);
  });
});

describe("startPostgresServer", () => {
  it("comes back after kill -9 with everything committed, on the same address", async () => {
    const server = await startPostgresServer();
    await withClient(server.url, (client) => client.query("create table kept as select 7 as n"));
    await server.kill();
    await expect(withClient(server.url, (client) => client.query("select 1"))).rejects.toThrow();
    await server.start();
    const rows = await withClient(server.url, async (client) => (await client.query("select n from kept")).rows);
    expect(rows).toEqual([{ n: 7 }]);
    await server.remove();
  });
});
