import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { describe, expect, test } from "vitest";
import provider from "../src/index.ts";
import { hasRedisServer, uniqueName, useServer } from "./support/server.ts";

const server = useServer();

/** Makes a user by hand. */
async function there(rules: string[], name = uniqueName("there")): Promise<string> {
  await server.run(["ACL", "SETUSER", name, "on", ">password-1", ...rules]);
  return name;
}

type Page = Awaited<ReturnType<ProviderHarness<typeof provider>["list"]>>;

const harnessOf = () => new ProviderHarness(provider, { connection: { url: server.url() } });
const aclLine = async (name: string) =>
  ((await server.run(["ACL", "LIST"])) as string[]).find((line) => line.startsWith(`user ${name} `));

describe.runIf(hasRedisServer)("users that are there already", () => {
  test.each([
    ["few rights", ["+get"]],
    ["rules of all kinds", ["+@all", "-@dangerous", "+config|get", "~b:*", "~a:*", "%R~r:*", "&news"]],
    ["no rights", []],
    ["everything", ["allkeys", "allchannels", "+@all"]],
    ["a prefix, and off", ["~a:*", "&a:*", "off"]],
  ])("one with %s is taken over as it is, without a write", async (_what, rules) => {
    const name = await there(rules);
    const before = await aclLine(name);
    const harness = harnessOf();
    const found = await harness.import("acl-user", name);
    expect(found.config).not.toHaveProperty("password");

    const config = { ...found.config, name, password: "password-1" };
    const adopted = await harness.adopt("acl-user", name, { config });
    expect(adopted).toMatchObject({ ok: true, identity: name, outputs: { url: server.url(name, "password-1") } });
    expect(harness.calls.map(({ method }) => method)).toEqual(["import", "import", "read", "identity"]);
    expect(await aclLine(name)).toBe(before);
    expect(await harness.drift("acl-user")).toEqual([]);
    await server.run(["ACL", "SETUSER", name, "+del", "-set"]);
    expect(await harness.drift("acl-user")).toMatchObject([{ path: "commands" }]);
  });

  test.each([
    ["commands", { commands: ["+set"] }],
    ["keys", { keys: ["b:*"] }],
    ["password", { password: "password-2" }],
  ])("one with other %s becomes what is declared", async (_what, more) => {
    const name = await there(["+get", "~a:*"]);
    const harness = harnessOf();
    const config = { name, password: "password-1", commands: ["+get"], keys: ["a:*"], ...more };
    const adopted = await harness.adopt("acl-user", name, { config });
    expect(adopted).toMatchObject({ ok: true, outputs: { password: config.password } });
    expect(await harness.drift("acl-user")).toEqual([]);
    const { config: found } = await harness.import("acl-user", name);
    expect(found).toMatchObject({ commands: config.commands, keys: config.keys });
  });

  test("a key space is taken over by its user", async () => {
    const name = await there(["~odd\\*[a\\]:*"]);
    const harness = harnessOf();
    const refused = await harness.import("key-space", name);
    expect(refused.error?.message).toMatch(/cannot be taken over: it has other keys or channels/);

    await server.run(["ACL", "SETUSER", name, "resetkeys", "~odd\\*\\[a\\]:*", "&odd\\*\\[a\\]:*", "+get"]);
    const before = await aclLine(name);
    const config = { prefix: "odd*[a]:", username: name, commands: ["+get"] };
    expect(await harness.import("key-space", name)).toMatchObject({ ok: true, config });
    const adopted = await harness.adopt("key-space", name, { config: { ...config, password: "password-1" } });
    expect(adopted).toMatchObject({ ok: true, identity: name, outputs: { prefix: "odd*[a]:" } });
    expect(await aclLine(name)).toBe(before);
    expect(await harness.drift("key-space")).toEqual([]);
    const stranger = { ...config, password: "password-1" };
    expect((await harness.create("key-space", { name: "s", config: stranger })).error).toMatchObject({ exists: name });
  });

  test("what nobody may manage, or no config declares, is not taken over", async () => {
    const harness = harnessOf();
    expect((await harness.import("acl-user", "default")).error?.message).toMatch(/is not managed/);
    expect(await harness.import("acl-user", "nobody")).toMatchObject({ ok: true, config: null });
    const name = await there(["(+set ~x:*)"]);
    expect((await harness.import("acl-user", name)).error?.message).toMatch(/it also has \(-@all \+set ~x:\*\)/);
  });

  test("they are listed by name in parts, with what declares them", async () => {
    const prefix = uniqueName("list");
    const admin = await there(["+@all"], `${prefix}-admin`);
    await there(["+get", "~k:*"], `${prefix}-a`);
    await there(["~s:*", "&s:*", "+get"], `${prefix}-b`);
    await there(["(+set ~x:*)"], `${prefix}-c`);
    const harness = new ProviderHarness(provider, { connection: { url: server.url(admin, "password-1") } });
    const parts = async (type: "acl-user" | "key-space") => {
      const items: NonNullable<Page["items"]> = [];
      let cursor: string | null | undefined = null;
      do {
        const page: Page = await harness.list(type, { limit: 2, cursor });
        expect(page.items?.length).toBeLessThanOrEqual(2);
        items.push(...(page.items ?? []));
        cursor = page.ok ? page.cursor : null;
      } while (cursor);
      expect(items.map(({ identity }) => identity)).not.toContain("default");
      return items.filter(({ identity }) => identity.startsWith(prefix));
    };

    expect(await parts("acl-user")).toMatchObject([
      { identity: `${prefix}-a`, config: { name: `${prefix}-a`, enabled: true, commands: ["+get"], keys: ["k:*"] } },
      { identity: `${prefix}-b` },
      { identity: `${prefix}-c`, config: null },
    ]);
    expect(await parts("key-space")).toMatchObject([
      { identity: `${prefix}-b`, config: { prefix: "s:", username: `${prefix}-b`, commands: ["+get"] } },
    ]);
    expect(JSON.stringify(await parts("acl-user"))).not.toMatch(/[0-9a-f]{64}/);
  });
});
