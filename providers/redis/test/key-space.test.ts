import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { describe, expect, test } from "vitest";
import provider from "../src/index.ts";
import { hasRedisServer, uniqueName, useServer } from "./support/server.ts";

const server = useServer();

function keySpace(more: Record<string, unknown> = {}) {
  const username = uniqueName("space");
  return { server_url: server.url(), prefix: `${username}:`, username, password: "space-password", ...more };
}

const exists = async (key: string) => (await server.run(["EXISTS", key])) === 1;

describe.runIf(hasRedisServer)("redis/key-space", () => {
  test("its user has its keys and channels, and no others", async () => {
    const harness = new ProviderHarness(provider);
    const config = keySpace();
    const created = await harness.create("key-space", { config });
    const url = created.outputs?.url;
    expect(created).toMatchObject({ ok: true, outputs: { prefix: config.prefix, username: config.username } });
    expect(await server.run(["SET", `${config.prefix}a`, "1"], url)).toBe("OK");
    expect(await server.run(["PUBLISH", `${config.prefix}news`, "1"], url)).toBe(0);
    expect(await server.run(["INFO", "server"], url)).toMatch(/redis_version/);
    for (const command of [
      ["SET", "other", "1"],
      ["GET", `x${config.prefix}a`],
      ["PUBLISH", "news", "1"],
      ["FLUSHDB"],
      ["KEYS", "*"],
      ["ACL", "LIST"],
      ["CONFIG", "GET", "*"],
    ]) {
      await expect(server.run(command, url), command.join(" ")).rejects.toThrow(/NOPERM/);
    }
    expect(await harness.health("key-space")).toMatchObject({ health: { status: "healthy" } });
  });

  test("deleting it keeps its keys, unless they are to go", async () => {
    const harness = new ProviderHarness(provider);
    const config = keySpace();
    const created = await harness.create("key-space", { config });
    await server.run(["SET", `${config.prefix}a`, "1"]);
    expect(await harness.delete("key-space")).toMatchObject({ ok: true });
    expect(await exists(`${config.prefix}a`)).toBe(true);
    await expect(server.run(["PING"], created.outputs?.url)).rejects.toThrow(/WRONGPASS/);
  });

  test("ten thousand keys go in batches, and nothing else, whatever characters the prefix has", async () => {
    const harness = new ProviderHarness(provider);
    const prefix = `${uniqueName("odd")}*?[a-z]\\^:`;
    const config = keySpace({ prefix, delete_keys: true });
    const created = await harness.create("key-space", { config });
    expect(await server.run(["SET", `${prefix}mine`, "1"], created.outputs?.url)).toBe("OK");
    const script = "for i = 1, 10000 do redis.call('SET', KEYS[1] .. i, i) end";
    await server.run(["EVAL", script, "1", prefix]);
    const near = [prefix.replace("*", "x"), prefix.replace("[a-z]", "b"), `x${prefix}`];
    for (const key of near) await server.run(["SET", `${key}1`, "1"]);

    const deleted = await harness.delete("key-space");
    expect(deleted.logs.at(-1)?.message).toMatch(/^10001 keys with the prefix/);
    expect(await exists(`${prefix}1`)).toBe(false);
    for (const key of near) expect(await exists(`${key}1`), key).toBe(true);
  });

  test("a delete that was cut off goes on: the user is gone already, the keys are removed", async () => {
    const harness = new ProviderHarness(provider);
    const config = keySpace({ delete_keys: true });
    await harness.create("key-space", { config });
    await server.run(["SET", `${config.prefix}a`, "1"]);
    await server.run(["ACL", "DELUSER", config.username]);
    expect(await harness.delete("key-space")).toMatchObject({ ok: true });
    expect(await exists(`${config.prefix}a`)).toBe(false);
  });

  test("keys of someone else stay: no key goes before the resource was ever ready", async () => {
    const config = keySpace({ delete_keys: true });
    await server.run(["SET", `${config.prefix}theirs`, "1"]);
    await server.run(["ACL", "SETUSER", config.username, "on", ">their-password"]);
    const harness = new ProviderHarness(provider);
    expect(await harness.create("key-space", { config })).toMatchObject({ ok: false, error: { kind: "config" } });
    expect(await harness.delete("key-space", { config })).toMatchObject({ ok: true, logs: [{ level: "warn" }] });
    await server.run(["ACL", "DELUSER", config.username]);
    expect(await harness.delete("key-space", { config })).toMatchObject({ ok: true });
    expect(await exists(`${config.prefix}theirs`)).toBe(true);
  });

  test("keys in the database of server_url go, those in another stay", async () => {
    const harness = new ProviderHarness(provider);
    const config = keySpace({ server_url: server.url(undefined, undefined, 3), delete_keys: true });
    const created = await harness.create("key-space", { config });
    expect(created.outputs?.url).toMatch(/\/3$/);
    await server.run(["SET", `${config.prefix}a`, "1"], created.outputs?.url);
    await server.run(["SET", `${config.prefix}a`, "1"]);
    await harness.delete("key-space");
    expect(await exists(`${config.prefix}a`)).toBe(true);
    expect(await server.run(["EXISTS", `${config.prefix}a`], config.server_url)).toBe(0);
  });
});
