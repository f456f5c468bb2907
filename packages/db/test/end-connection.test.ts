import { createTestDatabase, startDatabaseProxy } from "@pragma/testing";
import { Client } from "pg";
import { expect, it } from "vitest";
import { endConnection } from "../src/end-connection.ts";
import { streamOf } from "../src/sessions.ts";

it("ends a connection whose server hangs, and leaves no socket behind", async () => {
  const database = await createTestDatabase({ empty: true });
  const proxy = await startDatabaseProxy(database.url);
  const client = new Client({ connectionString: proxy.url });
  await client.connect();
  proxy.strand();
  const query = client.query("SELECT 1").catch((error: Error) => error);
  await endConnection(client);
  expect(streamOf(client).destroyed).toBe(true);
  expect(await query).toBeInstanceOf(Error);
  await proxy.close();
  await database.drop();
});

it("ends one that was lost before, and one that was never made", async () => {
  const database = await createTestDatabase({ empty: true });
  const client = new Client({ connectionString: database.url });
  client.on("error", () => {});
  await client.connect();
  streamOf(client).destroy();
  await endConnection(client);
  await endConnection(new Client({ connectionString: database.url }));
  await database.drop();
});
