import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findConfig } from "../support/checks.ts";
import { serveReal } from "../support/drift.ts";
import type { Organization } from "../support/organization.ts";
import { reject } from "../support/script.ts";
import { createWorld, type World } from "../support/world.ts";

const KEY = "test/real/a";
const CORRECT = { handling: { drift: "correct" as const } };

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 1 });
  await serveReal(world);
});
beforeEach(async () => {
  await world.work();
  org = world.moveOn();
});
afterAll(() => world.close());

/** A check finds what it has found before. @returns what its provider is told then */
async function found(): Promise<string[]> {
  await findConfig(world, KEY, { text: "by hand" });
  await world.work();
  return world.provider.take();
}

const told = async () => (await org.history(KEY)).filter(({ event_type }) => event_type === "DRIFT").length;

describe("what was found before it was to be corrected", () => {
  it("is corrected once the same is found again, and told once", async () => {
    await org.apply(KEY, { text: "a" });
    await world.work();
    world.provider.reset();
    expect(await found()).toEqual([]);
    await org.apply(KEY, { text: "a" }, CORRECT);
    await world.work();
    world.provider.reset();
    expect(await found()).toEqual([`${KEY} UPDATE`]);
    expect(await told()).toBe(1);
  });

  it("is corrected once a draft no longer stands in the way", async () => {
    await org.apply(KEY, { text: "a" }, CORRECT);
    await world.work();
    await org.draft(KEY, { text: "b" });
    world.provider.reset();
    expect(await found()).toEqual([]);
    await org.discard(KEY);
    expect(await found()).toEqual([`${KEY} UPDATE`]);
  });

  it("is not corrected again if that has failed, whatever is staged or looked at meanwhile", async () => {
    await org.apply(KEY, { text: "a" }, CORRECT);
    await world.work();
    world.provider.reset();
    world.provider.answer(KEY, reject());
    expect(await found()).toEqual([`${KEY} UPDATE`]);
    expect(await org.standing(KEY)).toBe("failed");
    expect(await found()).toEqual([]);
    await org.draft(KEY, { text: "b" });
    expect(await found()).toEqual([]);
    await org.discard(KEY);
    expect(await found()).toEqual([]);
  });
});
