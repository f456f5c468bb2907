import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { applyResource } from "../src/resources/apply/index.ts";
import { retryAllDeadLetters, retryDeadLetter, retryDeadLetters } from "../src/resources/dead-letters/index.ts";
import { retryResource } from "../src/resources/recover/index.ts";
import { heldOpen, untilBlocked } from "./support/held-open.ts";
import type { Organization } from "./support/organization.ts";
import { reject } from "./support/script.ts";
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
const id = (name: string) => `resource:test_open_${name}`;
const ref = (name: string) => ({ provider: "test", resource: "open", name });
const standings = (...names: string[]) => org.standings(...names.map(key));

/** Resources that are ready, of which the deletion of `base` failed. @returns the event of its dead letter */
async function failedDeletion(...others: string[]): Promise<string> {
  for (const name of ["base", ...others]) await org.apply(key(name), { v: 1 });
  await world.work();
  world.provider.answer(key("base"), reject("locked"));
  await org.delete(key("base"));
  await world.work();
  world.provider.take();
  expect(await org.standing(key("base"))).toBe("failed+deleting");
  const letter = (await org.deadLetters()).find((one) => one.resource_name === "base");
  return letter?.event_id ?? "";
}

/** A retry is refused like a deletion, before anything happens. */
async function expectRefused(eventId: string, refusal: object): Promise<void> {
  const before = await world.everything();
  const context = org.context;
  await expect(org.delete(key("base"))).rejects.toMatchObject(refusal);
  await expect(retryDeadLetter(world.core, context, eventId)).rejects.toMatchObject(refusal);
  await expect(retryResource(world.core, context, key("base"))).rejects.toMatchObject(refusal);
  expect(await retryDeadLetters(world.core, context, [eventId])).toMatchObject([
    { event_id: eventId, outcome: "skipped", message: expect.stringContaining("resource:test_open_") },
  ]);
  expect(await retryAllDeadLetters(world.core, context, {})).toEqual({ retried_count: 0, skipped_count: 1 });
  expect(await world.everything()).toEqual(before);
}

describe("retrying a failed deletion", () => {
  it("is refused if others depend on it by now", async () => {
    const eventId = await failedDeletion();
    await org.apply(key("user"), {}, { depends_on: [key("base")] });
    await expectRefused(eventId, { code: "has_dependents", facts: { dependents: [id("user")] } });
    await org.delete(key("user"));
    await retryDeadLetter(world.core, org.context, eventId);
    await world.work();
    expect(await standings("base", "user")).toEqual(["gone", "gone"]);
  });

  it("is refused if something that would go with it by now is protected, or being processed", async () => {
    const eventId = await failedDeletion();
    await org.apply(key("owned"), {}, { owner_references: [ref("base")], deletion_protected: true });
    await expectRefused(eventId, { code: "deletion_protected", facts: { protected: [id("owned")] } });
    await org.apply(key("owned"), {}, { deletion_protected: false });
    await world.hold(key("owned"));
    await expectRefused(eventId, { code: "not_deletable", facts: { resource_id: id("owned") } });
    await org.cancel(key("owned"));
  });

  it("includes what belongs to it by now, and keeps its event", async () => {
    const eventId = await failedDeletion("owned");
    await org.apply(key("owned"), { v: 1 }, { owner_references: [ref("base")] });
    expect(await retryDeadLetter(world.core, org.context, eventId)).toMatchObject({
      event_id: eventId,
      event_type: "DELETE",
    });
    expect(await standings("base", "owned")).toEqual(["pending+deleting", "pending+deleting"]);
    expect((await org.row(key("base")))?.pending_event_id).toBe(eventId);
    await world.work();
    expect(world.provider.take()).toEqual([`${key("owned")} DELETE`, `${key("base")} DELETE`]);
  });

  it("sees a dependent that appears at the same moment", async () => {
    const eventId = await failedDeletion();
    const input = { ...ref("user"), config: {}, lifecycle_state: "pending" as const, depends_on: [key("base")] };
    const commit = await heldOpen(world, (core) => applyResource(core, org.context, input));
    const retried = retryDeadLetter(world.core, org.context, eventId).catch((error: { code: string }) => error.code);
    await untilBlocked(world);
    await commit();
    expect(await retried).toBe("has_dependents");
  });
});
