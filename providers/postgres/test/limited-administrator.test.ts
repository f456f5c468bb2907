import { type HarnessResult, ProviderHarness } from "@pragma/sdk/provider/testing";
import { beforeEach, expect, test } from "vitest";
import provider from "../src/index.ts";
import { makeLimitedAdministrator, serverVersion, uniqueName, useServer } from "./support/server.ts";

const server = useServer();

beforeEach(async ({ skip }) => {
  skip((await serverVersion(server)) < 160_000, "PostgreSQL 16 gave CREATEROLE the meaning that this is about");
});

function limitedAdministrator(settings = ""): Promise<string> {
  return makeLimitedAdministrator(server, settings);
}

function ok(result: HarnessResult<unknown>): void {
  expect(result.error).toBeNull();
}

test("without being superuser everything can be made, changed and removed, where roles made are granted to it", async () => {
  const server_url = await limitedAdministrator("createrole_self_grant = 'set, inherit'");
  const harness = new ProviderHarness(provider);
  const [owner, reader, group] = [uniqueName("owner"), uniqueName("reader"), uniqueName("group")];
  const database = uniqueName("shop");
  const inside = { server_url, database };

  ok(await harness.create("role", { name: "group", config: { server_url, name: group, login: false } }));
  ok(await harness.create("role", { name: "owner", config: { server_url, name: owner, password: "owner-password" } }));
  const readerConfig = { server_url, name: reader, password: "reader-password", member_of: [group] };
  ok(await harness.create("role", { name: "reader", config: readerConfig }));
  const databaseConfig = { server_url, name: database, owner, owner_password: "owner-password" };
  const shop = await harness.create("database", { config: databaseConfig });
  ok(shop);
  ok(await harness.create("extension", { config: { ...inside, name: "pg_trgm" } }));
  ok(await harness.create("schema", { config: { ...inside, name: "sales", owner } }));
  const tables = { ...inside, role: reader, object_type: "table" as const, schema: "sales", future_objects_of: owner };
  ok(await harness.create("grant", { config: { ...tables, privileges: ["SELECT", "INSERT"] } }));
  await server.sql("CREATE TABLE sales.orders ()", [], shop.outputs?.url);

  ok(await harness.update("role", { name: "owner", config: { server_url, name: owner, password: "new-password" } }));
  ok(await harness.update("role", { name: "reader", config: { ...readerConfig, member_of: [], createdb: true } }));
  ok(await harness.update("database", { config: { ...databaseConfig, owner_password: "new-password" } }));
  expect(await harness.health("database")).toMatchObject({ health: { status: "healthy" } });
  ok(await harness.update("grant", { config: { ...tables, privileges: ["SELECT"] } }));

  ok(await harness.delete("grant"));
  await server.sql("DROP TABLE sales.orders", [], server.url(database));
  ok(await harness.delete("schema"));
  ok(await harness.delete("extension"));
  ok(await harness.delete("database"));
  for (const name of ["reader", "owner", "group"]) ok(await harness.delete("role", { name }));
  const left = await server.sql("SELECT rolname FROM pg_roles WHERE rolname = ANY ($1)", [[owner, reader, group]]);
  expect(left).toEqual([]);
});

test("an owner whom it may not act for is refused, and the error says what is needed", async () => {
  const server_url = await limitedAdministrator("createrole_self_grant = ''");
  const harness = new ProviderHarness(provider);
  const owner = uniqueName("owner");
  ok(await harness.create("role", { config: { server_url, name: owner } }));
  const database = await harness.create("database", { config: { server_url, name: uniqueName("shop"), owner } });
  expect(database.error).toMatchObject({
    kind: "config",
    message: expect.stringMatching(`must be able to SET ROLE "${owner}".*lacks the right`),
  });
});

test("a superuser's role is out of reach, and said to be", async () => {
  const server_url = await limitedAdministrator();
  const name = uniqueName("root");
  await server.sql(`CREATE ROLE ${name} SUPERUSER`);
  const harness = new ProviderHarness(provider);
  const config = { server_url, name, login: false };
  expect((await harness.create("role", { config })).error).toMatchObject({ kind: "config" });
  expect((await harness.delete("role", { config, outputs: {} })).error).toMatchObject({
    kind: "config",
    message: expect.stringMatching(/lacks the right/),
  });
});
