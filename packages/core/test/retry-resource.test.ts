import { scopesOfRole } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deleteDeadLetter } from "../src/resources/dead-letters/delete-dead-letters.ts";
import { retryDeadLetter } from "../src/resources/dead-letters/retry-dead-letter.ts";
import { retryResource } from "../src/resources/recover/index.ts";
import { interrupted } from "./support/interrupted.ts";
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

const key = (name: string) => `test/item/${name}`;
const retry = (name: string, context = org.context) => retryResource(world.core, context, name);

describe("retrying a resource", () => {
  it("retries its dead letter, so that the event keeps its id", async () => {
    world.provider.answer(key("a"), reject());
    await org.apply(key("a"), { value: 1 });
    await world.work();
    const [letter] = await org.deadLetters();
    const row = await retry("resource:test_item_a");
    expect(row).toMatchObject({ lifecycle_state: "pending", pending_event_id: letter?.event_id });
    await world.work();
    expect(await org.standing(key("a"))).toBe("ready");
    expect(await org.deadLetters()).toEqual([]);
  });

  it("applies its own config once more after it was cancelled, secrets and all", async () => {
    // Two elements that differ only in their secrets: clients could not send them back from what they are shown.
    const users = [
      { name: "ann", password: "p-ann-1" },
      { name: "ann", password: "p-ann-2" },
    ];
    await org.apply(key("base"), { value: 7 });
    await world.work();
    await org.apply(
      key("a"),
      { text: "${test/item/base.outputs.value}!", users },
      {
        tags: ["x"],
        depends_on: [key("base")],
        owner_references: [{ provider: "test", resource: "item", name: "base" }],
      },
    );
    await org.cancel(key("a"));
    const before = await org.row(key("a"));
    world.provider.take();
    const calls = world.provider.calls;
    await retry(key("a"));
    await world.work();
    expect(await org.standing(key("a"))).toBe("ready");
    expect(calls.map((call) => call.config)).toEqual([{ text: "7!", users }]);
    const after = await org.row(key("a"));
    for (const column of ["config", "dependencies", "owner_references", "tags", "generation"] as const) {
      expect([column, after?.[column]]).toEqual([column, before?.[column]]);
    }
    expect(await world.tablesHolding("p-ann-")).toEqual([]);
  });

  it("refuses while the first attempt is still to come", async () => {
    await org.apply(key("a"));
    await expect(retry(key("a"))).rejects.toMatchObject({
      code: "not_retryable",
      facts: { current_state: "pending", target_state: "pending" },
    });
  });

  it("resumes a deletion, and does not withdraw it", async () => {
    await org.apply(key("a"));
    await world.work();
    await org.delete(key("a"));
    await org.cancel(key("a"));
    expect(await org.standing(key("a"))).toBe("failed+deleting");
    expect(await retry(key("a"))).toMatchObject({ lifecycle_state: "pending" });
    await world.work();
    expect(await org.standing(key("a"))).toBe("gone");

    world.provider.answer(key("b"), { kind: "succeeded", outputs: {} }, reject());
    await org.apply(key("b"));
    await world.work();
    await org.delete(key("b"));
    await world.work();
    expect(await org.standing(key("b"))).toBe("failed+deleting");
    await retry(key("b"));
    await world.work();
    expect(await org.standing(key("b"))).toBe("gone");
  });

  it("is refused for what did not fail, and for what does not exist", async () => {
    await org.apply(key("a"));
    for (const state of ["pending", "ready"]) {
      expect(await org.state(key("a"))).toBe(state);
      await expect(retry(key("a"))).rejects.toMatchObject({ code: "not_retryable", facts: { current_state: state } });
      await world.work();
    }
    await expect(retry(key("nobody"))).rejects.toMatchObject({ code: "not_found" });
    await expect(retry(key("a"), world.organization().context)).rejects.toMatchObject({ code: "not_found" });
  });

  it("is not refused because of a concurrent change, since no condition was given", async () => {
    await org.apply(key("a"), { value: 1 });
    await org.cancel(key("a"));
    const tagging = interrupted(world.core, /^find_resource_and_types/, () =>
      org.draft(key("a"), { value: 1 }, { tags: ["x"] }),
    );
    expect(await retryResource(tagging, org.context, key("a"))).toMatchObject({
      lifecycle_state: "pending",
      tags: ["x"],
    });
    await world.work();

    await org.delete(key("a"));
    await org.cancel(key("a"));
    const deleting = interrupted(world.core, /^find_dead_letter_of_resource$/, () => org.delete(key("a")));
    await expect(retryResource(deleting, org.context, key("a"))).rejects.toMatchObject({ code: "not_retryable" });
  });

  it("uses the current state once its dead letter has been removed meanwhile", async () => {
    world.provider.answer(key("a"), reject());
    await org.apply(key("a"));
    await world.work();
    const eventId = (await org.deadLetters())[0]?.event_id as string;
    const dropping = interrupted(world.core, /^find_dead_letter$/, () =>
      deleteDeadLetter(world.core, org.context, eventId),
    );
    expect(await retryResource(dropping, org.context, key("a"))).toMatchObject({ lifecycle_state: "pending" });

    world.provider.answer(key("a"), reject());
    await world.work();
    const again = (await org.deadLetters())[0]?.event_id as string;
    const retrying = interrupted(world.core, /^find_dead_letter$/, () =>
      retryDeadLetter(world.core, org.context, again),
    );
    await expect(retryResource(retrying, org.context, key("a"))).rejects.toMatchObject({ code: "not_retryable" });
  });

  it("needs the right to retry dead letters if there is one", async () => {
    world.provider.answer(key("a"), reject());
    await org.apply(key("a"));
    await world.work();
    const scopes = new Set(scopesOfRole("owner").filter((scope) => scope !== "ops:write"));
    await expect(retry(key("a"), { ...org.context, scopes })).rejects.toMatchObject({ code: "missing_scope" });
    expect(await org.standing(key("a"))).toBe("failed");
  });
});
