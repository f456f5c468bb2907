import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { reapLostWork } from "../src/processing/reconcile/index.ts";
import { retryDeadLetter } from "../src/resources/dead-letters/index.ts";
import type { Organization } from "./support/organization.ts";
import { rounds } from "./support/rounds.ts";
import { reject, succeed } from "./support/script.ts";
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

const ROUNDS = Array.from({ length: rounds(20) }, (_, round) => `test/item/r${round}`);

/** How each of several ended: true, false, any other value, or the code of its refusal. */
async function outcomes(...works: Promise<unknown>[]): Promise<unknown[]> {
  const results = await Promise.allSettled(works);
  return results.map((result) => {
    if (result.status === "fulfilled") return typeof result.value === "object" ? "done" : result.value;
    const { code } = result.reason as { code?: string };
    if (code === undefined) throw result.reason;
    return code;
  });
}

/** The worker's own steps, so that history and states can be compared. */
async function steps(key: string): Promise<string[]> {
  return (await org.trail(key)).map((step) => step.slice(step.indexOf(":") + 1));
}

describe("at the same moment", () => {
  it("a result and a cancel: one of them counts", async () => {
    for (const key of ROUNDS) {
      await org.apply(key, { value: 1 });
      const { settle } = await world.hold(key);
      const answer = await outcomes(settle(succeed({ value: 1 })), org.cancel(key));
      const state = await org.state(key);
      expect([answer, state]).toEqual(
        answer[0] === true ? [[true, "not_cancellable"], "ready"] : [[false, "done"], "failed"],
      );
    }
  });

  it("a result and the end of its lease: one of them counts, and nothing is lost", async () => {
    for (const key of ROUNDS) {
      await org.apply(key, { value: 1 });
      const { settle } = await world.hold(key);
      await world.loseLeases();
      const [settled, lost] = await Promise.all([settle(succeed({ value: 1 })), reapLostWork(world.core)]);
      // A lease that is taken over while the result is being written is released: the result counts.
      expect([settled, lost]).toEqual(settled ? [true, expect.any(Number)] : [false, 1]);
      await world.work();
      expect(await org.standing(key)).toBe("ready");
    }
  });

  it("a delete and a claim: one of them counts", async () => {
    for (const key of ROUNDS) {
      await org.apply(key, { value: 1 });
      const answer = await outcomes(org.delete(key), world.claim(key));
      const state = await org.standing(key);
      expect([answer, state]).toEqual(
        answer[1] === true ? [["not_deletable", true], "processing"] : [["done", false], "gone"],
      );
    }
  });

  it("a delete and a cancel: either order makes sense", async () => {
    for (const key of ROUNDS) {
      await org.apply(key, { value: 1 });
      await world.work();
      await org.delete(key);
      const answer = await outcomes(org.delete(key), org.cancel(key));
      expect(answer).toEqual(["done", "done"]);
      expect(["pending+deleting", "failed+deleting"]).toContain(await org.standing(key));
      await org.delete(key);
      await world.work();
      expect(await org.standing(key)).toBe("gone");
    }
  });

  it("a retry and an apply with another config: one of them counts, and the desired config is applied", async () => {
    for (const key of ROUNDS) {
      world.provider.answer(key, reject());
      await org.apply(key, { value: 1 });
      await world.work();
      const letter = (await org.deadLetters()).find((candidate) => key.endsWith(`/${candidate.resource_name}`));
      const answer = await outcomes(
        retryDeadLetter(world.core, org.context, letter?.event_id ?? ""),
        org.apply(key, { value: 2 }),
      );
      await world.work();
      const { outputs, lifecycle_state } = await org.get(key);
      const retried = answer[0] === "done";
      expect([answer, lifecycle_state, outputs]).toEqual(
        retried
          ? [["done", "change_in_flight"], "ready", { value: 1 }]
          : [["not_retryable", "done"], "ready", { value: 2 }],
      );
      expect(await org.deadLetters()).toEqual([]);
    }
  });

  it("a draft and a claim of a stale resource: it is staged, or it runs", async () => {
    await org.apply("test/item/base", { value: 0 });
    await world.work();
    for (const [round, key] of ROUNDS.entries()) {
      await org.apply(key, { value: "${test/item/base.outputs.value}" });
      await world.work();
      await org.apply("test/item/base", { value: round + 1 });
      await (await world.hold("test/item/base")).settle(succeed({ value: round + 1 }));
      while (await world.takeJob());
      const answer = await outcomes(org.draft(key, { value: "staged" }), world.claim(key));
      const state = await org.standing(key);
      expect([answer, state]).toEqual(
        answer[1] === true ? [["change_in_flight", true], "processing"] : [["done", false], "draft"],
      );
      if (answer[1] === true) await org.cancel(key);
      await org.delete(key, { orphan: true });
    }
  });

  it("a history never skips a state", async () => {
    for (const key of ROUNDS.slice(0, 8)) {
      await org.apply(key, { value: 1 });
      const { settle } = await world.hold(key);
      await Promise.allSettled([
        settle(succeed({ value: 1 })),
        org.cancel(key),
        org.draft(key, { value: 1 }, { tags: ["t"] }),
        org.apply(key, { value: 2 }),
        org.delete(key),
      ]);
      let at = "-";
      for (const step of await steps(key)) {
        const [from, to] = step.split(">");
        expect([key, step, from]).toEqual([key, step, at]);
        at = to as string;
      }
    }
  });
});
