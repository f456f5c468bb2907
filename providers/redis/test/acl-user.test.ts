import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { describe, expect, test } from "vitest";
import provider from "../src/index.ts";
import { hasRedisServer, uniqueName, useServer } from "./support/server.ts";

const server = useServer();

function refusal(message: RegExp) {
  return { ok: false, error: { kind: "config", message: expect.stringMatching(message) } };
}

function user(more: Record<string, unknown> = {}) {
  return { server_url: server.url(), name: uniqueName("app"), password: "first-password", ...more };
}

async function aclLine(name: string): Promise<string | undefined> {
  const lines = (await server.run(["ACL", "LIST"])) as string[];
  return lines.find((line) => line.startsWith(`user ${name} `));
}

describe.runIf(hasRedisServer)("redis/acl-user", () => {
  test("a user's life: made, logs in, may do what it may, new password, off, deleted", async () => {
    const harness = new ProviderHarness(provider);
    const config = user({
      commands: ["+@read", "+set", "-mget", "+config|get"],
      keys: ["shop:*"],
      read_keys: ["shared:*"],
      channels: ["news"],
    });
    const { name } = config;
    const url = server.url(name, "first-password");
    const created = await harness.create("acl-user", { config });
    expect(created).toMatchObject({
      ok: true,
      outputs: { username: name, password: "first-password", host: "127.0.0.1", port: server.port(), url },
    });
    expect(await server.run(["SET", "shop:1", "x"], url)).toBe("OK");
    expect(await server.run(["GET", "shared:1"], url)).toBe(null);
    await expect(server.run(["SET", "shared:1", "x"], url)).rejects.toThrow(/NOPERM/);
    await expect(server.run(["GET", "other"], url)).rejects.toThrow(/NOPERM/);
    await expect(server.run(["MGET", "shop:1"], url)).rejects.toThrow(/NOPERM/);
    await expect(server.run(["FLUSHALL"], url)).rejects.toThrow(/NOPERM/);
    expect(await harness.health("acl-user")).toMatchObject({ health: { status: "healthy" } });

    const changed = { ...config, password: "second-password", commands: ["+get"], read_keys: [] };
    expect(await harness.update("acl-user", { config: changed })).toMatchObject({
      ok: true,
      outputs: { password: "second-password", url: server.url(name, "second-password") },
    });
    await expect(server.run(["GET", "shop:1"], url)).rejects.toThrow(/WRONGPASS/);
    await expect(server.run(["SET", "shop:1", "x"], server.url(name, "second-password"))).rejects.toThrow(/NOPERM/);

    expect(await harness.update("acl-user", { config: { ...changed, enabled: false } })).toMatchObject({ ok: true });
    await expect(server.run(["GET", "shop:1"], server.url(name, "second-password"))).rejects.toThrow(/WRONGPASS/);

    expect(await harness.delete("acl-user")).toMatchObject({ ok: true });
    expect(await aclLine(name)).toBeUndefined();
    expect(await harness.delete("acl-user", { config })).toMatchObject({ ok: true });
    expect(await harness.read("acl-user", { config })).toMatchObject({ ok: true, outputs: null });
  });

  test.each([
    ["quotes and blanks", `it's "a" \\ pass word >x #y ~*`],
    ["letters outside ASCII", "pässwörd-ﬁ"],
    ["a line break", "two\r\nlines"],
  ])("a password with %s logs in, and reaches the server hashed", async (_what, password) => {
    const config = user({ password, commands: ["+ping"] });
    const created = await new ProviderHarness(provider).create("acl-user", { config });
    expect(await server.run(["PING"], created.outputs?.url)).toBe("PONG");
    expect(await aclLine(config.name)).toMatch(/ #[0-9a-f]{64} /);
  });

  test("users outlive a restart, because the ACL file is written", async () => {
    const config = user({ commands: ["+ping"] });
    const created = await new ProviderHarness(provider).create("acl-user", { config });
    expect(created.logs).toMatchObject([{ level: "info" }]);
    await server.stop();
    await server.start();
    expect(await server.run(["PING"], created.outputs?.url)).toBe("PONG");
  });

  test("drift shows in health, and an update fixes it", async () => {
    const harness = new ProviderHarness(provider);
    const config = user({ commands: ["+get", "+set"], keys: ["b:*", "a:*"], channels: ["*"] });
    await harness.create("acl-user", { config });
    const health = async () => (await harness.health("acl-user")).health;
    expect(await health()).toMatchObject({ status: "healthy" });
    const changes: [string, RegExp][] = [
      [">another", /further passwords/],
      ["off", /it is off/],
      ["~c:*", /its keys are "~a:\* ~b:\* ~c:\*"/],
      ["resetchannels", /its channels are ""/],
      ["+del", /its commands are "-@all \+get \+set \+del"/],
      ["resetpass", /its password is another one/],
    ];
    for (const [rule, message] of changes) {
      await server.run(["ACL", "SETUSER", config.name, rule]);
      expect(await health(), rule).toMatchObject({ status: "degraded", message: expect.stringMatching(message) });
      expect(await harness.update("acl-user", { config })).toMatchObject({ ok: true });
      expect(await health(), rule).toMatchObject({ status: "healthy" });
    }
    await server.run(["ACL", "DELUSER", config.name]);
    expect(await health()).toMatchObject({ status: "unhealthy", message: expect.stringMatching(/does not exist/) });
    expect(await harness.update("acl-user", { config })).toMatchObject({ logs: [{ level: "warn" }] });
  });

  test("a create whose answer was lost is recovered; a user of someone else is neither changed nor deleted", async () => {
    const config = user({ commands: ["+ping"] });
    await new ProviderHarness(provider).create("acl-user", { config });
    const harness = new ProviderHarness(provider);
    const again = { config: { ...config, commands: ["+get"] }, attempt: 2 };
    expect(await harness.create("acl-user", again)).toMatchObject({ ok: true });
    expect(harness.calls.map(({ method }) => method)).toEqual(["read", "update", "identity"]);

    const stranger = user();
    await server.run(["ACL", "SETUSER", stranger.name, "on", ">first-password", "+ping"]);
    expect(await harness.create("acl-user", { name: "s", config: stranger })).toMatchObject({
      error: { kind: "config", message: `A user "${stranger.name}" exists already`, exists: stranger.name },
    });
    const kept = { ok: true, logs: [{ level: "warn", message: expect.stringMatching(/left as it is/) }] };
    expect(await harness.delete("acl-user", { name: "s", config: stranger })).toMatchObject(kept);
    const other = { ...stranger, password: "another-password" };
    expect(await harness.delete("acl-user", { name: "s", config: other, mayExist: true })).toMatchObject(kept);
    expect(await server.run(["PING"], server.url(stranger.name, "first-password"))).toBe("PONG");
    expect(await harness.delete("acl-user", { name: "s", config: stranger, mayExist: true })).toMatchObject({
      ok: true,
    });
    expect(await aclLine(stranger.name)).toBeUndefined();
  });

  test("the administrator and the default user are refused, and survive a delete", async () => {
    const admin = uniqueName("admin");
    await server.run(["ACL", "SETUSER", admin, "on", ">admin-2", "+@all", "~*", "&*"]);
    for (const name of ["default", admin]) {
      const config = { server_url: server.url(admin, "admin-2"), name, password: "admin-2" };
      const harness = new ProviderHarness(provider);
      expect(await harness.create("acl-user", { config })).toMatchObject(refusal(/is not managed/));
      expect(await harness.delete("acl-user", { config })).toMatchObject({ ok: true, logs: [{ level: "warn" }] });
      expect(await aclLine(name)).toBeDefined();
    }
  });

  test.each([
    ["an unknown command", { commands: ["+nonsense"] }, /Unknown command or category/],
    ["an unknown category", { commands: ["+@nonsense"] }, /Unknown command or category/],
    ["a rule that is not one", { commands: [">password"] }, /config\.commands/],
    ["a blank in a pattern", { keys: ["a ~*"] }, /config\.keys/],
    ["a blank in the name", { name: "a b" }, /config\.name/],
    ["no password", { password: "" }, /config\.password/],
  ])("%s is refused, and no user is made", async (_what, more, message) => {
    const config = user(more);
    expect(await new ProviderHarness(provider).create("acl-user", { config })).toMatchObject(refusal(message));
    expect(await aclLine(config.name)).toBeUndefined();
  });

  test("retain keeps the user", async () => {
    const harness = new ProviderHarness(provider);
    const config = user({ deletion_policy: "retain" });
    await harness.create("acl-user", { config });
    expect(await harness.delete("acl-user")).toMatchObject({ ok: true });
    expect(await aclLine(config.name)).toBeDefined();
  });

  test("fifty users at once", async () => {
    const results = await Promise.all(
      Array.from({ length: 50 }, () => new ProviderHarness(provider).create("acl-user", { config: user() })),
    );
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
  });
});
