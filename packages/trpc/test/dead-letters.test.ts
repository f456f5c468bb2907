import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Organization } from "../../core/test/support/organization.ts";
import { reject } from "../../core/test/support/script.ts";
import { createWorld, type World } from "../../core/test/support/world.ts";
import { type Caller, callerOf, refusal } from "./support/callers.ts";

let world: World;
let org: Organization;
let caller: Caller;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
  caller = callerOf(world, org.context);
});
afterAll(() => world.close());

const key = (name: string) => `test/item/${name}`;
const NOBODY = "00000000-0000-4000-8000-000000000000";

async function fail(name: string, message = "no such luck"): Promise<string> {
  world.provider.answer(name, reject(message));
  await org.apply(name, name.startsWith("test/") ? { value: 1, secret: "kept-from-view" } : {});
  await world.work();
  return (await org.row(name))?.id ?? "";
}

async function idOf(name: string): Promise<string> {
  const { items } = await caller.deadLetters.list({});
  return items.find((item) => item.key === key(name))?.event_id ?? "";
}

describe("dead letters", () => {
  it("are listed newest first, by pages, found by error and name, and read with their payload", async () => {
    for (const name of ["a", "b", "c"]) await fail(key(name), `${name} is broken`);
    const first = await caller.deadLetters.list({ limit: 2 });
    const second = await caller.deadLetters.list({ limit: 2, cursor: first.nextCursor });
    expect([...first.items, ...second.items].map(({ key: of }) => of).sort()).toEqual([key("a"), key("b"), key("c")]);
    expect(second.nextCursor).toBeNull();
    const find = async (filter: object) => (await caller.deadLetters.list(filter)).items.map((item) => item.key);
    expect(await find({ q: "B IS" })).toEqual([key("b")]);
    expect(await find({ q: "item/c" })).toEqual([key("c")]);
    expect(await find({ q: "%" })).toEqual([]);
    expect(await find({ provider: "tes" })).toEqual([]);
    expect(await find({ provider: "test" })).toHaveLength(3);
    expect(first.items[0]).toMatchObject({ provider: "test", resource_type: "item", attempt_count: 1 });
    expect(first.items[0]?.resource_id).toMatch(/^resource:test_item_[abc]$/);
    const letter = await caller.deadLetters.get({ eventId: await idOf("a") });
    expect(letter.payload).toEqual({ value: 1, secret: "********" });
    expect(await refusal(caller.deadLetters.get({ eventId: NOBODY }))).toMatchObject({ domain: "not_found" });
  });

  it("are retried individually", async () => {
    for (const name of ["a", "b", "c"]) await fail(key(name));
    const [a, b, c] = [await idOf("a"), await idOf("b"), await idOf("c")];
    await org.apply(key("b"), { value: 2 });
    await world.pool.query("DELETE FROM resources WHERE organization_id = $1 AND key = $2", [org.id, key("c")]);
    const outcomes = await caller.deadLetters.retry({ eventIds: [a, b, c, NOBODY, a] });
    expect(outcomes.map(({ event_id, outcome, message }) => [event_id, outcome, message !== null])).toEqual([
      [a, "retried", false],
      [b, "skipped", true],
      [c, "gone", true],
      [NOBODY, "gone", true],
    ]);
    expect(await org.standing(key("a"))).toBe("pending");
  });

  it("are retried all at once", async () => {
    for (const name of ["a", "b"]) await fail(key(name));
    expect(await caller.deadLetters.retryAll({ provider: "pragma" })).toEqual({ retried_count: 0, skipped_count: 0 });
    expect(await caller.deadLetters.retryAll({})).toEqual({ retried_count: 2, skipped_count: 0 });
  });

  it("are retried as the list is filtered", async () => {
    for (const name of ["a", "b"]) await fail(key(name));
    for (const name of ["c", "d"]) await fail(key(name), "no such host");
    const { items } = await caller.deadLetters.list({ q: "host" });
    const [kind] = new Set(items.map((item) => item.kind));
    expect((await caller.deadLetters.groups({})).map((group) => group.kind)).toContain(kind);
    expect(await caller.deadLetters.retryAll({ kind, q: "luck" })).toEqual({ retried_count: 0, skipped_count: 0 });
    expect(await caller.deadLetters.retryAll({ kind, q: "item/c" })).toEqual({ retried_count: 1, skipped_count: 0 });
    expect(await caller.deadLetters.retryAll({ kind, provider: "test" })).toEqual({
      retried_count: 1,
      skipped_count: 0,
    });
    expect(await caller.deadLetters.retryAll({ q: "item/b" })).toEqual({ retried_count: 1, skipped_count: 0 });
    expect((await caller.deadLetters.list({})).items.map((item) => item.key)).toEqual([key("a")]);
    expect(await refusal(caller.deadLetters.retryAll({ kind: "host" }))).toMatchObject({ code: "BAD_REQUEST" });
    expect(await refusal(caller.deadLetters.retryAll({ q: "" }))).toMatchObject({ code: "BAD_REQUEST" });
  });

  it("are deleted, all of them only if explicitly requested", async () => {
    for (const name of ["a", "b", "c"]) await fail(key(name));
    const eventIds = [await idOf("a"), NOBODY];
    expect(await caller.deadLetters.delete({ eventIds })).toEqual({ deleted_count: 1 });
    expect(await org.standing(key("a"))).toBe("failed");
    // @ts-expect-error a filter that was forgotten
    expect(await refusal(caller.deadLetters.deleteAll({}))).toMatchObject({ code: "BAD_REQUEST" });
    expect(await caller.deadLetters.deleteAll({ provider: "pragma" })).toEqual({ deleted_count: 0 });
    expect(await caller.deadLetters.deleteAll({ all: true })).toEqual({ deleted_count: 2 });
    expect(await refusal(caller.deadLetters.delete({ eventIds: [] }))).toMatchObject({ code: "BAD_REQUEST" });
    expect(await refusal(caller.deadLetters.delete({ eventIds: ["x"] }))).toMatchObject({ code: "BAD_REQUEST" });
  });
});
