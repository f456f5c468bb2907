import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { expect, test } from "vitest";
import provider from "../src/index.ts";
import { connectionUrl } from "../src/server/connection-url.ts";
import { parseServerUrl } from "../src/server/server-url.ts";
import { uniqueName, useServer } from "./support/server.ts";

const server = useServer();

/** Logs in and says who it is. */
async function whoAmI(role: string, password: string): Promise<string | undefined> {
  const url = connectionUrl(parseServerUrl(server.url()), "postgres", role, password);
  return (await server.sql<{ me: string }>("SELECT current_user AS me", [], url))[0]?.me;
}

async function readRole(name: string) {
  const [row] = await server.sql<Record<string, unknown>>(
    `SELECT rolcanlogin, rolcreatedb, rolcreaterole, rolinherit, rolconnlimit, rolvaliduntil < now() AS expired,
            (SELECT rolpassword FROM pg_authid a WHERE a.oid = r.oid) AS stored,
            ARRAY(SELECT g.rolname::text FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
                  WHERE m.member = r.oid ORDER BY 1) AS groups
     FROM pg_roles r WHERE rolname = $1`,
    [name],
  );
  return row;
}

test("a role's life: created, logs in, new password, other attributes, dropped", async () => {
  const harness = new ProviderHarness(provider);
  const name = uniqueName("app");
  const config = { server_url: server.url(), name, password: "first-password" };

  const created = await harness.create("role", { config });
  expect(created).toMatchObject({
    ok: true,
    outputs: { name, password: "first-password", host: "127.0.0.1", port: Number(new URL(server.url()).port) },
  });
  expect(await whoAmI(name, "first-password")).toBe(name);
  expect(await harness.health("role")).toMatchObject({ health: { status: "healthy" } });

  const updated = await harness.update("role", {
    config: {
      ...config,
      password: "second-password",
      createdb: true,
      createrole: true,
      inherit: false,
      connection_limit: 7,
    },
  });
  expect(updated).toMatchObject({ ok: true, outputs: { password: "second-password" } });
  await expect(whoAmI(name, "first-password")).rejects.toThrow(/password authentication failed/);
  expect(await whoAmI(name, "second-password")).toBe(name);
  expect(await readRole(name)).toMatchObject({
    rolcreatedb: true,
    rolcreaterole: true,
    rolinherit: false,
    rolconnlimit: 7,
  });

  expect(await harness.update("role", { config: { server_url: server.url(), name, login: false } })).toMatchObject({
    ok: true,
    outputs: { name },
  });
  expect(await readRole(name)).toMatchObject({
    rolcanlogin: false,
    rolcreatedb: false,
    rolconnlimit: -1,
    stored: null,
  });

  expect(await harness.delete("role")).toMatchObject({ ok: true });
  expect(await readRole(name)).toBeUndefined();
  expect(await harness.delete("role", { config })).toMatchObject({ ok: true });
});

test("the password reaches the server hashed, and is left alone when it is right", async () => {
  const harness = new ProviderHarness(provider);
  const config = { server_url: server.url(), name: uniqueName("hashed"), password: "top-secret-1" };
  await harness.create("role", { config });
  const before = (await readRole(config.name))?.stored;
  expect(before).toMatch(/^SCRAM-SHA-256\$4096:/);
  await harness.update("role", { config: { ...config, connection_limit: 3 } });
  expect((await readRole(config.name))?.stored).toBe(before);
});

test.each([
  ["quotes and semicolons", `it's "a" \\ password; DROP ROLE x; --`],
  ["letters outside ASCII", "pässwörd-ﬁ"],
  ["the look of a hash", `md5${"0".repeat(32)}`],
])("a password with %s logs in", async (_what, password) => {
  const harness = new ProviderHarness(provider);
  const name = uniqueName("pw");
  expect(await harness.create("role", { config: { server_url: server.url(), name, password } })).toMatchObject({
    ok: true,
  });
  expect(await whoAmI(name, password)).toBe(name);
});

test("a name of any characters is quoted", async () => {
  const harness = new ProviderHarness(provider);
  const name = uniqueName(`o"dd; näme '\\`);
  const config = { server_url: server.url(), name, password: "password-1" };
  expect(await harness.create("role", { config })).toMatchObject({ ok: true });
  expect(await whoAmI(name, "password-1")).toBe(name);
  expect(await harness.delete("role")).toMatchObject({ ok: true });
  expect(await readRole(name)).toBeUndefined();
});

test("memberships follow the list; without one they are left alone", async () => {
  const harness = new ProviderHarness(provider);
  const [a, b, c] = [uniqueName("group"), uniqueName("group"), uniqueName("group")] as const;
  for (const name of [a, b, c])
    await harness.create("role", { name, config: { server_url: server.url(), name, login: false } });
  const name = uniqueName("member");
  const config = { server_url: server.url(), name, password: "password-1" };

  await harness.create("role", { name, config: { ...config, member_of: [a, b] } });
  expect((await readRole(name))?.groups).toEqual([a, b].sort());

  await server.sql(`GRANT ${c} TO ${name}`);
  await harness.update("role", { name, config: { ...config, member_of: [b] } });
  expect((await readRole(name))?.groups).toEqual([b]);

  await server.sql(`GRANT ${c} TO ${name}`);
  await harness.update("role", { name, config });
  expect((await readRole(name))?.groups).toEqual([c]);

  const unknown = await harness.update("role", {
    name,
    config: { ...config, member_of: ["no_such_role"], createdb: true },
  });
  expect(unknown).toMatchObject({
    ok: false,
    error: { kind: "config", message: expect.stringMatching(/"no_such_role" does not exist/) },
  });
  expect(await readRole(name), "nothing of a failed update stays").toMatchObject({ rolcreatedb: false, groups: [c] });
});

test("create after a lost answer finds the role and finishes it", async () => {
  const config = { server_url: server.url(), name: uniqueName("lost"), password: "password-1" };
  await new ProviderHarness(provider).create("role", { config });
  const harness = new ProviderHarness(provider);
  const again = { config: { ...config, createdb: true }, attempt: 2 };
  expect(await harness.create("role", again)).toMatchObject({ ok: true });
  expect(harness.calls.map(({ method }) => method)).toEqual(["read", "update", "identity"]);
  expect(await readRole(config.name)).toMatchObject({ rolcreatedb: true });
});

test.each([
  ["the user of server_url", "postgres", /user of server_url/],
  ["a predefined role", "pg_monitor", /reserved/],
  ["public", "public", /reserved/],
])("%s is refused, and survives a delete", async (_what, name, message) => {
  const harness = new ProviderHarness(provider);
  const config = { server_url: server.url(), name, password: "password-1" };
  expect(await harness.create("role", { config })).toMatchObject({
    ok: false,
    error: { kind: "config", message: expect.stringMatching(message) },
  });
  expect(await harness.delete("role", { config })).toMatchObject({ ok: true });
  expect(await server.sql("SELECT 1 FROM pg_roles WHERE rolname IN ('postgres', 'pg_monitor')")).toHaveLength(2);
});

test("another superuser is not taken over, and survives a delete", async () => {
  const name = uniqueName("root");
  await server.sql(`CREATE ROLE ${name} SUPERUSER`);
  const config = { server_url: server.url(), name, login: false };
  const superuser = { ok: false, error: { kind: "config", message: expect.stringMatching(/superuser/) } };
  for (const mayExist of [true, false]) {
    const harness = new ProviderHarness(provider);
    expect(await harness.create("role", { config, mayExist })).toMatchObject(superuser);
    expect(await harness.delete("role", { config, mayExist })).toMatchObject({ ok: true, logs: [{ level: "warn" }] });
  }
  expect(await new ProviderHarness(provider).adopt("role", name, { config })).toMatchObject(superuser);
  expect(await readRole(name)).toBeDefined();
});

test("a role that owns things is not dropped, and the error says what they are and what to do", async () => {
  const harness = new ProviderHarness(provider);
  const name = uniqueName("owner");
  await harness.create("role", { config: { server_url: server.url(), name } });
  await server.sql(`CREATE DATABASE ${name} OWNER ${name}`);
  expect(await harness.delete("role")).toMatchObject({
    ok: false,
    error: { kind: "config", message: expect.stringMatching(`owner of database ${name}.*REASSIGN OWNED BY "${name}"`) },
  });
  await server.sql(`DROP DATABASE ${name}`);
  expect(await harness.delete("role")).toMatchObject({ ok: true });
});

test("retain keeps the role", async () => {
  const harness = new ProviderHarness(provider);
  const name = uniqueName("kept");
  await harness.create("role", { config: { server_url: server.url(), name, deletion_policy: "retain" } });
  expect(await harness.delete("role")).toMatchObject({ ok: true, logs: [{ message: expect.stringMatching(/stays/) }] });
  expect(await readRole(name)).toBeDefined();
});

test("an expired password and a missing role show in health", async () => {
  const harness = new ProviderHarness(provider);
  const config = {
    server_url: server.url(),
    name: uniqueName("old"),
    password: "password-1",
    valid_until: "2001-01-01T00:00:00Z",
  };
  await harness.create("role", { config });
  expect(await harness.health("role")).toMatchObject({
    health: { status: "degraded", message: expect.stringMatching(/run out/) },
  });
  await server.sql(`DROP ROLE ${config.name}`);
  expect(await harness.health("role")).toMatchObject({ health: { status: "unhealthy" } });
  expect(await harness.update("role", { config })).toMatchObject({ ok: true, logs: [{ level: "warn" }] });
  expect(await readRole(config.name)).toMatchObject({ expired: true });
});

test("twenty creations of one role at the same moment make one role", async () => {
  const config = { server_url: server.url(), name: uniqueName("race"), password: "password-1" };
  const results = await Promise.all(
    Array.from({ length: 20 }, () => new ProviderHarness(provider).create("role", { config })),
  );
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  const refused = results.filter(({ ok }) => !ok).map(({ error }) => error?.exists);
  expect(refused).toEqual(Array(19).fill(config.name));
  expect(await whoAmI(config.name, "password-1")).toBe(config.name);
});
