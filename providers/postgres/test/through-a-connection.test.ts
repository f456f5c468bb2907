import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { expect, test } from "vitest";
import provider from "../src/index.ts";
import { uniqueName, useServer } from "./support/server.ts";

const server = useServer();
const connection = () => ({ server_url: server.url() });

test("all types live on the server of their connection", async () => {
  const harness = new ProviderHarness(provider, { connection: connection() });
  const [role, database, schema] = [uniqueName("role"), uniqueName("db"), uniqueName("schema")];
  const grant = { database, role, object_type: "schema" as const, schema, privileges: ["USAGE" as const] };
  const owner = { name: role, password: "its-password" };
  const made = [
    await harness.create("role", { config: owner }),
    await harness.create("database", { config: { name: database, owner: role, owner_password: "its-password" } }),
    await harness.create("schema", { config: { database, name: schema } }),
    await harness.create("grant", { config: grant }),
    await harness.create("extension", { config: { database, name: "citext" } }),
  ];
  expect(made.map(({ ok, error }) => error?.message ?? ok)).toEqual([true, true, true, true, true]);
  const { outputs } = await harness.read("database");
  expect(await server.sql("SELECT current_user AS me", [], outputs?.url)).toEqual([{ me: role }]);
  for (const type of ["role", "database", "schema", "grant", "extension"] as const) {
    expect(await harness.health(type)).toMatchObject({ health: { status: "healthy" } });
    expect(JSON.stringify(await harness.read(type))).not.toContain(server.url());
  }
  for (const type of ["extension", "grant", "schema", "database", "role"] as const) {
    expect(await harness.delete(type)).toMatchObject({ ok: true });
  }
});

test("a server of its own wins, one moves to a connection of the same server, and without either the error says what to give", async () => {
  const harness = new ProviderHarness(provider);
  const config = { name: uniqueName("db") };
  const wrong = { server_url: "postgres://nobody@127.0.0.1:1/x" };
  const own = await harness.create("database", { config: { ...config, ...connection() }, connection: wrong });
  expect(own).toMatchObject({ ok: true });
  expect(await harness.update("database", { config, connection: connection() })).toMatchObject({ ok: true });
  expect(await harness.update("database", { config, connection: null })).toMatchObject({
    ok: false,
    error: {
      kind: "config",
      message: "It names no server: give config.server_url or, in its field connection, a postgres/connection",
    },
  });
  expect(await harness.delete("database", { connection: connection() })).toMatchObject({ ok: true });
});

test("a connection is ready once its account is let in, and says what it may do", async () => {
  const harness = new ProviderHarness(provider);
  const name = uniqueName("worker");
  await server.sql(`CREATE ROLE ${name} LOGIN CREATEDB PASSWORD 'right-password'`);
  const url = (password: string) => server.url().replace(/\/\/[^@]*@/, `//${name}:${password}@`);
  const refused = await harness.create("connection", { config: { server_url: url("wrong-password") } });
  expect(refused).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining("password authentication failed") },
  });
  expect(refused.error?.message).not.toContain("wrong-password");
  expect(await harness.create("connection", { config: { server_url: url("right-password") } })).toMatchObject({
    ok: true,
    outputs: {},
  });
  expect(await harness.health("connection")).toMatchObject({
    health: { status: "healthy", details: { may_create_databases: true, may_create_roles: false } },
  });
  await server.sql(`ALTER ROLE ${name} NOLOGIN`);
  expect(await harness.health("connection")).toMatchObject({
    health: { status: "unhealthy", message: expect.stringContaining("not permitted to log in") },
  });
  expect(await harness.delete("connection")).toMatchObject({ ok: true });
});
