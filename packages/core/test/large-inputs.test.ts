import { randomBytes } from "node:crypto";
import type { Json, JsonObject } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { claimEvent, settleEvent } from "../src/processing/reconcile/index.ts";
import { interrupted } from "./support/interrupted.ts";
import { measured } from "./support/measured.ts";
import type { Organization } from "./support/organization.ts";
import { succeed } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
});
afterAll(() => world.close());

const key = (name: string) => `test/open/${name}`;
const names = (count: number) => Array.from({ length: count }, (_, index) => `n${String(index).padStart(3, "0")}`);
/** Text that no compression makes smaller. */
const noise = (bytes: number) => randomBytes(bytes).toString("base64");
const MIB = 1024 * 1024;

/** Resources whose outputs are large, all of them ready. */
async function build(count: number, bytes: number): Promise<string[]> {
  const all = names(count);
  for (const name of all) {
    world.provider.answer(key(name), succeed({ id: name, blob: noise(bytes), "tls.crt": { pem: name }, list: [name] }));
    await org.apply(key(name), { size: bytes });
  }
  await world.work();
  return all;
}

const look = (name: string) => ({ organizationId: org.id, key: key(name), owner: "worker-1" });

async function resolved(name: string, config: JsonObject): Promise<Json> {
  await org.apply(key(name), config);
  await world.work();
  const { error, resolved_config } = await org.get(key(name));
  return error ?? resolved_config;
}

describe("a resource with many large dependencies", () => {
  it("is looked at without any of their values while it is blocked", async () => {
    const all = await build(30, 50_000);
    const config = Object.fromEntries(all.map((name) => [name, `\${${key(name)}.outputs.blob}`]));
    await org.apply(key("sum"), { ...config, last: `\${${key("absent")}.outputs.id}` });
    const { core, answers } = measured(world.core);
    expect(await claimEvent(core, look("sum"))).toBeNull();
    expect(answers.length).toBeGreaterThan(0);
    // The resource itself, with its thirty references.
    expect(Math.max(...answers)).toBeLessThan(10_000);
  });

  it("is resolved from what it refers to, a bounded part at a time", async () => {
    const all = await build(120, 50_000);
    const { core, answers } = measured(world.core);
    await org.apply(key("sum"), Object.fromEntries(all.map((name) => [name, `\${${key(name)}.outputs.id}`])));
    const claim = await claimEvent(core, look("sum"));
    expect(claim?.payload).toEqual(Object.fromEntries(all.map((name) => [name, name])));
    const total = answers.reduce((sum, answer) => sum + answer, 0);
    expect(total).toBeGreaterThan(120 * 50_000);
    expect(Math.max(...answers)).toBeLessThan(5 * MIB);
    await world.loseLeases();
  });

  it("does not read what it only waits for", async () => {
    const all = await build(20, 50_000);
    const { core, answers } = measured(world.core);
    await org.apply(key("after"), { v: `\${${key("n003")}.outputs.id}` }, { depends_on: all.map(key) });
    expect((await claimEvent(core, look("after")))?.payload).toEqual({ v: "n003" });
    expect(Math.max(...answers)).toBeLessThan(2 * 50_000);
    await world.loseLeases();
  });

  it("is resolved like one with small ones, in all forms of references", async () => {
    await build(8, 50_000);
    const ref = (name: string, field: string) => ({ provider: "test", resource: "open", name, field });
    const whole = { __dependency__: true, provider: "test", resource: "open", name: "n007" };
    const value = (await resolved("user", {
      crt: `\${${key("n000")}.outputs.tls.crt.pem}`,
      text: `<\${${key("n001")}.outputs.list.0}-\${${key("n001")}.outputs.id}>`,
      size: ref("n002", "config.size"),
      object: ref("n003", "outputs.tls.crt"),
      whole,
    })) as JsonObject;
    expect(value).toMatchObject({ crt: "n000", text: "<n001-n001>", size: 50_000, object: { pem: "n003" } });
    expect(value["whole"]).toMatchObject({ config: { size: 50_000 }, outputs: { id: "n007", list: ["n007"] } });
    expect(
      await resolved("wrong", {
        v: `\${${key("n000")}.outputs.nothing}`,
        w: `\${${key("n001")}.outputs.id}`,
        all: whole,
      }),
    ).toBe("test/open/n000 has no outputs.nothing; its outputs are id, blob, tls.crt, list");
  });

  it("fails if the inserted values together are larger than a config may be", async () => {
    const all = await build(5, 700_000);
    const config = Object.fromEntries(all.map((name) => [name, `\${${key(name)}.outputs.blob}`]));
    expect(await resolved("sum", config)).toMatch(
      /^test\/open\/n\d+\.outputs\.blob cannot be put in: the resolved config would be larger than 4 MiB$/,
    );
  });

  it("starts over when one of them changes between the parts", async () => {
    const all = await build(12, 50_000);
    await org.apply(key("sum"), Object.fromEntries(all.map((name) => [name, `\${${key(name)}.outputs.id}`])));
    const core = interrupted(world.core, /^values_of_resources/, async () => {
      await org.apply(key("n011"), { size: 1 });
      await (await world.hold(key("n011"), { worker: "worker-2" })).settle(succeed({ id: "another" }));
    });
    const claim = await claimEvent(core, look("sum"));
    expect(claim?.payload).toMatchObject({ n000: "n000", n011: "another" });
    await world.loseLeases();
  });
});

describe("room for what is in hand", () => {
  it("is taken before it is read, and given back if it is not used", async () => {
    const all = await build(8, 50_000);
    await org.apply(key("sum"), Object.fromEntries(all.map((name) => [name, `\${${key(name)}.outputs.blob}`])));
    let taken = 0;
    const takeRoom = async (bytes: number) => {
      taken += bytes;
      return () => {
        taken -= bytes;
      };
    };
    const refuse = async () => {
      throw new Error("no room");
    };
    const { core, answers } = measured(world.core);
    await expect(claimEvent(core, { ...look("sum"), takeRoom: refuse })).rejects.toThrow("no room");
    expect(Math.max(...answers)).toBeLessThan(10_000);

    const claim = await claimEvent(world.core, { ...look("sum"), takeRoom });
    expect(taken).toBeGreaterThan(8 * 50_000);
    claim?.giveRoom?.();
    expect(taken).toBe(0);
    await world.loseLeases();

    await org.apply(key("wrong"), { ...Object.fromEntries(all.map((name) => [name, `\${${key(name)}.outputs.no}`])) });
    expect(await claimEvent(world.core, { ...look("wrong"), takeRoom })).toBeNull();
    expect(await org.state(key("wrong"))).toBe("failed");
    expect(taken).toBe(0);
  });
});

describe("a large resource", () => {
  const refuse = async (bytes: number) => {
    throw new Error(bytes > 400_000 ? "no room" : "small");
  };

  it("is not read before there is room for it", async () => {
    await org.apply(key("large"), { blob: noise(300_000) });
    const { core, answers } = measured(world.core);
    await expect(claimEvent(core, { ...look("large"), takeRoom: refuse })).rejects.toThrow("no room");
    expect(Math.max(...answers)).toBeLessThan(200);
    expect((await claimEvent(core, look("large")))?.payload).toHaveProperty("blob");
    await world.loseLeases();
  });

  it("is not read while it is blocked, or has nothing to do", async () => {
    await org.apply(key("blocked"), { blob: noise(300_000), v: `\${${key("absent")}.outputs.id}` });
    await org.draft(key("draft"), { blob: noise(300_000) });
    const { core, answers } = measured(world.core);
    expect(await claimEvent(core, { ...look("blocked"), takeRoom: refuse })).toBeNull();
    expect(await claimEvent(core, { ...look("draft"), takeRoom: refuse })).toBeNull();
    expect(Math.max(...answers)).toBeLessThan(200);
  });

  it("is resolved from its dependencies", async () => {
    await build(2, 50_000);
    const value = await resolved("large", { blob: noise(300_000), v: `\${${key("n001")}.outputs.id}` });
    expect(value).toMatchObject({ v: "n001" });
  });
});

describe("a changed value with many dependents", () => {
  it("reads their configs page by page, and marks those that use it", async () => {
    await org.apply(key("root"), { used: 1, other: 1 });
    for (const name of names(12)) {
      const field = Number(name.slice(1)) % 3 === 0 ? "other" : "used";
      await org.apply(key(name), { v: `\${${key("root")}.outputs.${field}}`, blob: noise(500_000) });
    }
    await world.work();
    await org.apply(key("root"), { used: 2, other: 1 });
    const held = await world.hold(key("root"));
    const { core, answers } = measured(world.core);
    expect(await settleEvent(core, held.claim, succeed({ used: 2, other: 1 }))).toBe(true);
    expect(Math.max(...answers)).toBeLessThan(6 * MIB);
    const standings = await org.standings(...names(12).map(key));
    expect(standings).toEqual(names(12).map((_, index) => (index % 3 === 0 ? "ready" : "ready+stale")));
  });
});
