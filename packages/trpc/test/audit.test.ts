import { afterAll, beforeAll, expect, it } from "vitest";
import { createWorld, type World } from "../../core/test/support/world.ts";
import { callerOf, refusal } from "./support/callers.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

it("lists who did what, by pages and by text, to those who may see it", async () => {
  const caller = callerOf(world, world.org.context);
  for (const name of ["a", "b", "c"]) await world.org.draft(`test/item/${name}`, { secret: "kept-from-view" });
  await world.org.delete("test/item/b");
  const first = await caller.audit.list({ limit: 3 });
  const second = await caller.audit.list({ limit: 3, cursor: first.nextCursor });
  expect([...first.items, ...second.items].map(({ action, target }) => `${action} ${target.at(-1)}`)).toEqual([
    "resource.delete b",
    "resource.apply c",
    "resource.apply b",
    "resource.apply a",
  ]);
  expect(second.nextCursor).toBeNull();
  const [, applied] = first.items;
  const from = await caller.audit.list({ limit: 2, from: applied?.id });
  expect(from.items).toEqual(first.items.slice(1));
  expect(await caller.audit.list({ from: applied?.id, cursor: from.nextCursor })).toEqual(second);
  const found = async (filter: object) => (await caller.audit.list(filter)).items.length;
  expect(await found({ q: "ITEM_B" })).toBe(2);
  expect(await found({ q: "delete" })).toBe(1);
  expect(await found({ q: "ann" })).toBe(4);
  expect(await found({ q: "request-1" })).toBe(4);
  expect(await found({ q: "request" })).toBe(0);
  expect(await found({ q: "%" })).toBe(0);
  expect(await found({ action: "resource.apply", target: "resource:test_item_a" })).toBe(1);
  expect(await found({ since: "2100-01-01T00:00:00Z" })).toBe(0);
  expect(JSON.stringify(first)).not.toContain("kept-from-view");

  const member = callerOf(world, world.org.context, "member");
  expect(await refusal(member.audit.list({}))).toEqual({ code: "FORBIDDEN", domain: "missing_scope" });
});
