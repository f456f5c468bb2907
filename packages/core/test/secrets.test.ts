import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { appendLogs } from "../src/providers/logs/index.ts";
import { deleteAllDeadLetters, retryDeadLetter } from "../src/resources/dead-letters/index.ts";
import { getResource } from "../src/resources/read/index.ts";
import { fail, reject, succeed } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

const MASK = "********";
let world: World;
let serial = 0;
let secret: string;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 2 });
});
beforeEach(() => {
  secret = `s3cret-value-${++serial}-Ω"q`;
});
afterAll(() => world.close());

describe("sensitive values", () => {
  it("are in plain in no table after a whole life, errors and logs included", async () => {
    const { org, provider } = world;
    const token = `made-by-provider-${serial}`;
    await org.apply("pragma/secret/s", { data: { password: secret } });
    await org.apply("test/item/a", { secret, users: [{ name: "ann", password: `${secret}-user` }] });
    await org.apply("test/item/b", {
      text: "postgres://u:${pragma/secret/s.outputs.password}@host",
      secret: "${pragma/secret/s.outputs.password}",
      value: { deep: ["${pragma/secret/s.outputs.password}"] },
    });
    await org.apply("test/open/c", {
      whole: { __dependency__: true, provider: "pragma", resource: "secret", name: "s" },
      joined: "${test/item/b.outputs.text}!",
      token: "${test/item/a.outputs.token}",
    });
    // It returns what it was given, where the schema flags nothing.
    provider.answer("test/item/b", (call) =>
      succeed({ text: call.config["text"] as string, value: [call.config["secret"] ?? null] }),
    );
    provider.answer("test/item/a", succeed({ token, text: `password=${secret}` }));
    await world.work();
    expect(await org.standings("test/item/a", "test/item/b", "test/open/c")).toEqual(["ready", "ready", "ready"]);

    const c = await org.get("test/open/c", { reveal: true });
    expect(c.outputs).toMatchObject({ joined: `postgres://u:${secret}@host!`, token });
    expect((await org.get("test/item/a")).outputs).toEqual({ token: MASK, text: MASK });
    expect((await org.get("test/item/b")).outputs).toEqual({ text: MASK, value: [MASK] });
    expect(JSON.stringify(await org.get("test/open/c"))).not.toContain(token);

    // Updates that fail with the secrets in their messages: those of the config, of the one before, and of the outputs.
    provider.always("test/item/a", (call) =>
      fail(`cannot use ${String(call.config["secret"])}, had ${String(call.previous?.["secret"])} and ${token}`),
    );
    await org.apply("test/item/a", { secret: `${secret}-new`, users: [] });
    await world.work();
    provider.always("test/item/a", succeed({ token }));
    const { error } = await org.get("test/item/a");
    expect(error).toBe(`cannot use ${MASK}, had ${MASK} and ${MASK}`);
    const [letter] = await org.deadLetters();
    expect(letter?.payload).toEqual({ secret: MASK, users: [] });
    await appendLogs(world.core, {
      organizationId: org.id,
      resourceKey: "test/item/a",
      eventId: null,
      entries: [{ timestamp: new Date().toISOString(), level: "info", message: "hello", metadata: {} }],
    });
    const outbox = await retryDeadLetter(world.core, org.context, letter?.event_id ?? "");
    expect(outbox.payload).toEqual({ secret: MASK, users: [] });
    expect(outbox.previous_config).toEqual({ secret: MASK, users: [{ name: "ann", password: MASK }] });
    await world.work();

    await org.apply("pragma/secret/s", { data: { password: `${secret}-rotated` } });
    await world.work();
    expect(await org.standing("test/open/c")).toBe("ready");
    await org.draft("test/item/a", { secret: `${secret}-staged` });
    await org.delete("test/item/b", { dependents: "detach" });
    await world.work();
    expect(await org.standings("test/item/b", "test/open/c")).toEqual(["gone", "ready"]);

    expect(await world.tablesHolding(secret)).toEqual([]);
    expect(await world.tablesHolding(secret.split("-Ω")[0] as string)).toEqual([]);
    expect(await world.tablesHolding(token)).toEqual([]);
    await deleteAllDeadLetters(world.core, org.context, {});
  });

  it("are sealed in outputs wherever the handler had them from: the config before, its last outputs, these outputs", async () => {
    const { org, provider } = world;
    const token = `first-token-${serial}`;
    provider.answer("test/item/echo", succeed({ token, text: `curl -H ${token}` }));
    await org.apply("test/item/echo", { secret });
    await world.work();
    expect((await org.get("test/item/echo")).outputs).toEqual({ token: MASK, text: MASK });

    provider.answer("test/item/echo", ({ previous }) =>
      succeed({ token: `${serial}-other`, text: `was ${String(previous?.["secret"])}`, value: { list: [token] } }),
    );
    await org.apply("test/item/echo", { secret: `another-${serial}` });
    await org.apply("pragma/config/of-echo", { data: { a: "${test/item/echo.outputs.text}" } });
    await world.work();
    expect((await org.get("test/item/echo")).outputs).toEqual({ token: MASK, text: MASK, value: { list: [MASK] } });
    expect((await org.get("pragma/config/of-echo")).resolved_config).toEqual({ data: { a: MASK } });
    for (const text of [secret, token]) expect(await world.tablesHolding(text)).toEqual([]);
  });

  it("are sealed in drafts of pragma/secret whatever their shape", async () => {
    await world.org.draft("pragma/secret/shapes", { data: { a: { b: secret }, c: [secret] }, misplaced: secret });
    await world.org.draft("pragma/secret/no-object", { data: secret });
    expect(await world.tablesHolding(secret.split("-Ω")[0] as string)).toEqual([]);
  });

  it("are sealed once their type is known, when the draft was stored before it was", async () => {
    await world.org.draft("test/late/x", { secret });
    await world.pool.query(
      `UPDATE resources SET key = 'test/item/late', resource = 'item', name = 'late' WHERE key = 'test/late/x'`,
    );
    await world.org.apply("test/item/late", { secret });
    await world.work();
    expect(await world.org.get("test/item/late")).toMatchObject({
      lifecycle_state: "ready",
      config: { secret: MASK },
      resolved_config: { secret: MASK },
      generation: 1,
    });
    expect(await world.count("resources", `position('s3cret-value-${serial}' IN config::text) > 0`)).toBe(0);
  });

  it("used as keys of outputs hide the object that has them", async () => {
    const { org, provider } = world;
    provider.answer("test/item/in-key", succeed({ value: { deep: { [`by-${secret}`]: "x" }, plain: 1 } }));
    provider.answer("test/open/at-root", succeed({ [secret]: "x" }));
    // A key that the schema names reveals nothing, whatever it looks like.
    provider.answer("test/item/named", succeed({ text: "x", count: 1 }));
    await org.apply("pragma/secret/word", { data: { password: secret } });
    await org.apply("test/item/in-key", { secret });
    await org.apply("test/open/at-root", { text: "${pragma/secret/word.outputs.password}" });
    await org.apply("test/item/named", { secret: "counter", text: "count" });
    await world.work();
    expect((await org.get("test/item/in-key")).outputs).toEqual({ value: { deep: MASK, plain: 1 } });
    expect((await org.get("test/item/named")).outputs).toEqual({ text: "x", count: 1 });
    expect((await org.get("test/open/at-root")).error).toBe(
      "The provider answered outputs that break their schema: outputs has a key that holds a sensitive value, which only values may",
    );
    expect(await world.tablesHolding(secret)).toEqual([]);
  });

  it("keep their keys from errors", async () => {
    const { org, provider } = world;
    const key = `inner-${serial}`;
    // An object with a secret in a key is sealed, and what another takes of it is too, whatever that one's schema says.
    provider.answer(
      "test/item/held",
      succeed({ value: { list: [{ name: "n", [`${key}-${secret}`]: "v", [key]: 1 }] } }),
    );
    await org.apply("test/item/held", { secret });
    await org.apply("test/item/takes", { users: "${test/item/held.outputs.value.list}" });
    await world.work();
    expect((await org.get("test/item/takes")).error).toBe(
      "With its references resolved: A value in config.users[0] is not a known field; the known ones are name, password",
    );
    expect(await world.tablesHolding(key)).toEqual([]);
  });

  it("of more than 10,000 places are refused", async () => {
    const data = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`k${index}`, "v"]));
    await expect(world.org.draft("pragma/secret/many", { data })).rejects.toMatchObject({
      code: "validation_failed",
      message: "config must not hold more than 10,000 sensitive values",
    });
  });

  it("in messages of a rejection, of outputs that break the schema, and of a missing field are redacted", async () => {
    world.provider.answer("test/item/rejected", reject(`bad: ${secret} (${encodeURIComponent(secret)})`));
    await world.org.apply("test/item/rejected", { secret });
    await world.org.apply("pragma/secret/keys", { data: { password: secret } });
    await world.org.apply("test/open/missing", { a: "${pragma/secret/keys.outputs.absent}" });
    await world.work();
    expect((await world.org.get("test/item/rejected")).error).toBe(`bad: ${MASK} (${MASK})`);
    expect((await world.org.get("test/open/missing")).error).toContain("pragma/secret/keys has no outputs.absent");
    expect(await world.tablesHolding(secret)).toEqual([]);
  });
});

describe("pragma/secret", () => {
  it("takes its strings literally, except for object references", async () => {
    await world.org.apply("pragma/secret/base", { data: { password: secret } });
    await world.org.apply("pragma/secret/literal", {
      data: {
        literal: "${pragma/secret/base.outputs.password}",
        copied: { provider: "pragma", resource: "secret", name: "base", field: "password" },
      },
    });
    await world.work();
    expect((await world.org.get("pragma/secret/literal", { reveal: true })).outputs).toEqual({
      literal: "${pragma/secret/base.outputs.password}",
      copied: secret,
      keys: ["literal", "copied"],
    });
    expect((await world.org.get("pragma/secret/literal")).outputs).toEqual({
      literal: MASK,
      copied: MASK,
      keys: ["literal", "copied"],
    });
  });

  it("has no key named keys", async () => {
    await expect(world.org.apply("pragma/secret/k", { data: { keys: "x" } })).rejects.toMatchObject({
      code: "validation_failed",
    });
  });
});

describe("masks sent back", () => {
  const key = "test/item/masked";

  it("leave a stored sensitive value unchanged", async () => {
    const users = [
      { name: "ann", password: `${secret}-ann` },
      { name: "bob", password: `${secret}-bob` },
    ];
    await world.org.apply(key, { value: 1, secret, users });
    await world.work();
    const before = await world.org.row(key);
    expect(await world.org.apply(key, (await world.org.get(key)).config)).toEqual(before);

    // Reordered, one gone, one new: each keeps its own.
    await world.org.apply(key, {
      value: 2,
      secret: MASK,
      users: [
        { name: "cid", password: `${secret}-cid` },
        { name: "bob", password: MASK },
      ],
    });
    await world.work();
    expect((await world.org.get(key, { reveal: true })).config).toEqual({
      value: 2,
      secret,
      users: [
        { name: "cid", password: `${secret}-cid` },
        { name: "bob", password: `${secret}-bob` },
      ],
    });
  });

  it.each([
    ["where no sensitive value is stored", { text: MASK }, ["body", "config", "text"]],
    [
      "for an element that was not there",
      { users: [{ name: "eve", password: MASK }] },
      ["body", "config", "users", 0, "password"],
    ],
  ])("are refused %s", async (_, config, loc) => {
    await world.org.draft("test/item/refused", { text: "plain", secret, users: [] });
    const before = await world.org.row("test/item/refused");
    await expect(world.org.draft("test/item/refused", config)).rejects.toMatchObject({
      code: "validation_failed",
      issues: [expect.objectContaining({ loc, type: "masked_value" })],
    });
    expect(await world.org.row("test/item/refused")).toEqual(before);
  });

  it("are refused on create", async () => {
    await expect(world.org.draft("test/item/created-masked", { secret: MASK })).rejects.toMatchObject({
      code: "validation_failed",
    });
  });

  it("and forged envelopes are refused", async () => {
    const stolen = JSON.parse((await world.org.row(key))?.config ?? "{}").secret;
    expect(stolen).toHaveProperty("$encrypted");
    await expect(world.org.draft("test/open/thief", { a: [stolen] })).rejects.toMatchObject({
      code: "validation_failed",
      issues: [expect.objectContaining({ loc: ["body", "config", "a", 0], type: "reserved_key" })],
    });
  });
});

describe("revealing", () => {
  it("needs the scope, and is audited", async () => {
    await world.org.draft("test/item/revealed", { secret });
    const scopes = new Set(world.org.context.scopes);
    scopes.delete("secrets:reveal");
    await expect(
      getResource(world.core, { ...world.org.context, scopes }, "test/item/revealed", { reveal: true }),
    ).rejects.toMatchObject({ code: "missing_scope" });
    const audited = "action = 'resource.reveal' AND target = 'resource:test_item_revealed'";
    expect(await world.count("audit_entries", audited)).toBe(0);
    expect((await world.org.get("test/item/revealed", { reveal: true })).config).toEqual({ secret });
    expect(await world.count("audit_entries", audited)).toBe(1);
  });
});
