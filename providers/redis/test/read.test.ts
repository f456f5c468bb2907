import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { describe, expect, test } from "vitest";
import provider from "../src/index.ts";
import { hasRedisServer, uniqueName, useServer } from "./support/server.ts";

const server = useServer();

describe.runIf(hasRedisServer)("what redis types read", () => {
  test.each([
    ["nothing but a password", {}],
    ["rules of all kinds", { commands: ["+@read", "+set", "-mget", "+config|get"], keys: ["b:*", "a:*", "b:*"] }],
    ["everything", { commands: ["+@all", "-@dangerous"], keys: ["a:*", "*"], channels: ["*"], enabled: false }],
    ["a key to read that it may write, too", { keys: ["a:*"], read_keys: ["a:*", "shared:*"], channels: ["n", "m"] }],
  ])("a new or changed user with %s does not differ", async (_what, more) => {
    const harness = new ProviderHarness(provider);
    const config = { server_url: server.url(), name: uniqueName("app"), password: "password-1", ...more };
    await harness.create("acl-user", { config });
    expect(await harness.drift("acl-user")).toEqual([]);
    expect(await harness.health("acl-user")).toMatchObject({ health: { status: "healthy" } });
    await harness.update("acl-user", { config: { ...config, password: "password-2" } });
    expect(await harness.drift("acl-user")).toEqual([]);
  });

  test("a user that was changed by hand differs there, and an update ends that", async () => {
    const harness = new ProviderHarness(provider);
    const config = {
      server_url: server.url(),
      name: uniqueName("app"),
      password: "password-1",
      enabled: true,
      commands: ["+get"],
      keys: ["b:*", "a:*"],
      read_keys: ["r:*"],
      channels: ["news"],
    };
    await harness.create("acl-user", { config });
    for (const [rule, path, found] of [
      [">another", "password", { differs: true }],
      ["resetpass", "password", null],
      ["nopass", "password", null],
      ["off", "enabled", false],
      ["+set", "commands", ["+get", "+set"]],
      ["~c:*", "keys", ["a:*", "b:*", "c:*"]],
      ["allkeys", "keys", ["*"]],
      ["%W~w:*", "keys", ["b:*", "a:*", "write only: w:*"]],
      ["(+set ~x:*)", "keys", ["b:*", "a:*", "(-@all +set ~x:*)"]],
      ["%R~s:*", "read_keys", ["r:*", "s:*"]],
      ["&more", "channels", ["more", "news"]],
    ] as const) {
      await server.run(["ACL", "SETUSER", config.name, rule]);
      const drift = await harness.drift("acl-user");
      expect(drift.find((change) => change.path === path)?.found, rule).toEqual(found);
      expect(drift.length, rule).toBe(rule === "allkeys" ? 2 : 1);
      expect(await harness.health("acl-user"), rule).toMatchObject({ health: { status: "degraded" } });
      expect(JSON.stringify(await harness.read("acl-user"))).not.toMatch(/[0-9a-f]{64}/);
      await harness.update("acl-user", { config });
      expect(await harness.drift("acl-user"), rule).toEqual([]);
    }
    await server.run(["ACL", "DELUSER", config.name]);
    expect(await harness.read("acl-user")).toMatchObject({ ok: true, outputs: null, config: null });
  });

  test("a key space whose user was changed by hand differs there", async () => {
    const harness = new ProviderHarness(provider);
    const username = uniqueName("space");
    const config = {
      server_url: server.url(),
      prefix: "odd*[a]:",
      username,
      password: "password-1",
      commands: ["+get", "+set"],
    };
    await harness.create("key-space", { config });
    expect(await harness.drift("key-space")).toEqual([]);
    for (const [rule, path, found] of [
      [">another", "password", { differs: true }],
      ["off", "username", `${username} (off)`],
      ["-set", "commands", ["+get", "-set"]],
      ["~other:*", "prefix", "keys ~odd\\*\\[a\\]:* ~other:*, channels &odd\\*\\[a\\]:*"],
      ["resetchannels", "prefix", "keys ~odd\\*\\[a\\]:*, channels none"],
    ] as const) {
      await server.run(["ACL", "SETUSER", username, rule]);
      expect(await harness.drift("key-space"), rule).toMatchObject([{ path, found }]);
      await harness.update("key-space", { config });
      expect(await harness.drift("key-space"), rule).toEqual([]);
    }
    await server.run(["ACL", "DELUSER", username]);
    expect(await harness.read("key-space")).toMatchObject({ ok: true, outputs: null });
  });

  test("where it may not look, it says so", async () => {
    const admin = uniqueName("admin");
    await server.run(["ACL", "SETUSER", admin, "on", ">admin-2", "+ping"]);
    const config = { server_url: server.url(admin, "admin-2"), name: "app", password: "password-1" };
    expect(await new ProviderHarness(provider).read("acl-user", { config })).toMatchObject({
      ok: false,
      error: { kind: "config", message: expect.stringMatching(/lacks the right to do this/) },
    });
  });
});
