import { renewLeases } from "@pragma/db/queries";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { reapLostWork } from "../src/processing/reconcile/index.ts";
import { getResourceRows, listResourceRows } from "../src/resources/read/index.ts";
import { retryResource } from "../src/resources/recover/index.ts";
import type { Organization } from "./support/organization.ts";
import { rounds } from "./support/rounds.ts";
import { fail, reject, succeed } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 3, retryBaseDelayMs: 10_000, retryMaxDelayMs: 15_000 });
});
beforeEach(async () => {
  await world.loseLeases();
  await reapLostWork(world.core);
  await world.work();
  world.provider.reset();
  org = world.moveOn();
});
afterAll(() => world.close());

const key = "test/item/a";

/** Seconds until the next attempt, by the event and by the look that begins it. */
async function delays(): Promise<{ event: number; look: number }> {
  const { rows } = await world.pool.query<{ event: number; look: number }>(
    `SELECT extract(epoch FROM e.not_before - now())::float AS event, extract(epoch FROM l.due_at - now())::float AS look
     FROM events e, deferred_looks l WHERE e.organization_id = $1 AND e.settled_at IS NULL
       AND l.organization_ids = ARRAY[$1::uuid]`,
    [org.id],
  );
  expect(rows).toHaveLength(1);
  return rows[0] as { event: number; look: number };
}

describe("an attempt whose worker was lost", () => {
  const name = (last: string) => `test/item/${last}`;
  const from = (last: string) => ({ value: `\${${name(last)}.outputs.value}` });

  it("waits for a dependency that is decided meanwhile, and says so in place of a retry", async () => {
    await org.apply(name("source"), { value: 1 });
    await org.apply(name("between"), from("source"));
    await org.apply(key, from("between"));
    await world.work();
    await org.apply(key, { value: `again ${from("between").value}` });
    await world.hold(key);
    await org.apply(name("source"), { value: 2 });
    await (await world.hold(name("source"))).settle(succeed({ value: 2 }));
    await world.loseLeases();
    expect(await reapLostWork(world.core)).toBe(1);
    const between = await world.hold(name("between"));

    expect(await world.claim(key)).toBe(false);
    expect(await org.condition(key, "DependenciesReady")).toBe(
      `False Waiting: Waits for ${name("between")} (processing)`,
    );
    expect(await org.condition(key, "Ready")).toMatch(/^False Pending: The worker that ran it stopped/);

    await between.settle(succeed({ value: 2 }));
    expect(await org.condition(key, "Ready")).toMatch(/^False Retrying: /);
  });
});

describe("an attempt that failed", () => {
  it("is followed by others after growing delays, with the error shown meanwhile, until they are exhausted", async () => {
    world.provider.always(key, fail("server is down"));
    await org.apply(key, { value: 1 });
    const eventId = (await org.row(key))?.pending_event_id;
    await world.work();
    expect(await org.get(key)).toMatchObject({
      lifecycle_state: "pending",
      error: "server is down",
      pending_event_id: eventId,
      observed_generation: 0,
    });
    expect(await org.condition(key, "Ready")).toBe("False Retrying: server is down");
    const first = await delays();
    expect(first.event).toBeGreaterThan(3);
    expect(first.event).toBeLessThanOrEqual(10);
    expect(Math.abs(first.event - first.look)).toBeLessThan(0.002);
    expect(await world.claim(key)).toBe(false);

    await world.elapse();
    await world.work();
    const second = await delays();
    expect(second.event).toBeGreaterThan(6);
    expect(second.event).toBeLessThanOrEqual(15);
    expect(await org.deadLetters()).toEqual([]);

    await world.elapse();
    await world.work();
    expect(world.provider.calls.map(({ attempt, eventId: id }) => [attempt, id])).toEqual([
      [1, eventId],
      [2, eventId],
      [3, eventId],
    ]);
    expect(await org.get(key)).toMatchObject({
      lifecycle_state: "failed",
      error: "server is down",
      pending_event_id: null,
      observed_generation: 1,
    });
    expect(await org.deadLetters()).toEqual([
      {
        event_id: eventId,
        id: eventId,
        provider: "test",
        resource_type: "item",
        resource_name: "a",
        event_type: "CREATE",
        payload: { value: 1 },
        error_message: "server is down",
        error_kind: null,
        attempt_count: 3,
        failed_at: expect.stringMatching(/Z$/),
        correlation_id: "request-1",
        change_id: null,
      },
    ]);
    expect(await world.jobs()).toBe(0);
  });

  it("waits as long as the provider asks", async () => {
    world.provider.answer(key, { kind: "failed", message: "busy", retryAfterSeconds: 77 });
    await org.apply(key, { value: 1 });
    await world.work();
    // Some of it is over by now. By itself, the platform waits 15 s at most.
    const { event } = await delays();
    expect(event).toBeGreaterThan(60);
    expect(event).toBeLessThanOrEqual(77.01);
  });

  it("is forgotten by the success that follows", async () => {
    world.provider.answer(key, fail("once"));
    await org.apply(key, { value: 1 });
    await world.work();
    await world.elapse();
    await world.work();
    expect(await org.get(key)).toMatchObject({ lifecycle_state: "ready", error: null, outputs: { value: 1 } });
    expect(await org.trail(key)).toEqual([
      "CREATE:->pending",
      "CREATE:pending>processing",
      "CREATE:processing>pending",
      "CREATE:pending>processing",
      "CREATE:processing>ready",
    ]);
  });

  it("is followed by one with the same event and payload", async () => {
    await org.apply(key, { value: 1 });
    const { claim, settle } = await world.hold(key);
    await settle(fail("once"));
    await world.elapse();
    const again = await world.hold(key);
    expect(again.claim).toMatchObject({ eventId: claim.eventId, payload: claim.payload, attempt: 2 });
    await again.settle(succeed());
  });

  it("starts now if somebody asks for it, and counts as it would have later", async () => {
    world.provider.answer(key, fail("server is down"));
    await org.apply(key, { value: 1 });
    await world.work();
    const before = await org.row(key);
    expect(await retryResource(world.core, org.context, key)).toMatchObject({
      lifecycle_state: "pending",
      error: "server is down",
      pending_event_id: before?.pending_event_id,
    });
    await world.work();
    expect(world.provider.calls.map(({ attempt, eventId }) => [attempt, eventId])).toEqual([
      [1, before?.pending_event_id],
      [2, before?.pending_event_id],
    ]);
    expect(await org.standing(key)).toBe("ready");
    expect(await org.trail(key)).toContain("RETRY:pending>pending");
  });

  it("starts now for a deletion, too", async () => {
    await org.apply(key, { value: 1 });
    await world.work();
    world.provider.answer(key, fail("server is down"));
    await org.delete(key);
    await world.work();
    expect(await retryResource(world.core, org.context, key)).toMatchObject({
      lifecycle_state: "pending",
      error: "server is down",
    });
    await world.work();
    expect(await org.standing(key)).toBe("gone");
  });

  it("is not repeated if no retry can help", async () => {
    world.provider.answer(key, reject("fix your config"));
    await org.apply(key, { value: 1 });
    await world.work();
    expect(world.provider.calls).toHaveLength(1);
    expect(await org.get(key)).toMatchObject({ lifecycle_state: "failed", error: "fix your config" });
    expect(await org.deadLetters()).toMatchObject([{ attempt_count: 1, error_message: "fix your config" }]);
  });

  it("is repeated at a time that lists tell, until it is", async () => {
    await org.apply(key, { value: 1 });
    const listed = async () => (await listResourceRows(world.core, org.context, {}, { limit: 10 })).rows[0];
    expect(await listed()).toMatchObject({ error: null, next_attempt_at: null });
    await (await world.hold(key)).settle(fail("server is down"));
    const row = await listed();
    expect(row).toMatchObject({ error: "server is down" });
    expect(Date.parse(row?.next_attempt_at ?? "")).toBeGreaterThan(Date.now());
    expect([row]).toMatchObject(await getResourceRows(world.core, org.context, [key]));
    await world.elapse();
    expect(await listed()).toMatchObject({ error: "server is down", next_attempt_at: null });
    await world.work();
    expect(await listed()).toMatchObject({ lifecycle_state: "ready", error: null, next_attempt_at: null });
  });
});

describe("a result", () => {
  it("counts once: the same again is discarded", async () => {
    await org.apply(key, { value: 1 });
    const { settle } = await world.hold(key);
    expect(await settle(succeed({ value: 1 }))).toBe(true);
    const before = await world.everything();
    expect(await settle(succeed({ value: 2 }))).toBe(false);
    expect(await settle(fail())).toBe(false);
    expect(await settle(reject())).toBe(false);
    expect(await settle({ kind: "handed-back" })).toBe(false);
    expect(await world.everything()).toEqual(before);
  });

  it("counts once when two arrive at the same moment", async () => {
    for (let round = 0; round < rounds(15); round++) {
      const name = `test/item/r${round}`;
      await org.apply(name, { value: 1 });
      const { settle } = await world.hold(name);
      const results = await Promise.all([settle(succeed({ value: 1 })), settle(reject()), settle(fail())]);
      expect(results.filter(Boolean)).toHaveLength(1);
      expect(await world.count("resource_changes", `resource_key = '${name}'`)).toBe(3);
    }
  });

  it("of an earlier attempt is discarded while the next one runs", async () => {
    await org.apply(key, { value: 1 });
    const first = await world.hold(key);
    await first.settle(fail());
    await world.elapse();
    const second = await world.hold(key);
    expect(await first.settle(succeed({ value: "late" }))).toBe(false);
    expect(await second.settle(succeed({ value: "right" }))).toBe(true);
    expect((await org.get(key)).outputs).toEqual({ value: "right" });
  });

  it("of an event that another has replaced is discarded", async () => {
    await org.apply(key, { value: 1 });
    const first = await world.hold(key);
    await org.cancel(key);
    await world.loseLeases();
    await reapLostWork(world.core);
    await org.apply(key, { value: 2 });
    const second = await world.hold(key);
    expect(second.claim.eventId).not.toBe(first.claim.eventId);
    expect(await first.settle(succeed({ value: 1 }))).toBe(false);
    expect(await org.standing(key)).toBe("processing");
    expect(await second.settle(succeed({ value: 2 }))).toBe(true);
  });

  it("of a resource that is gone is discarded", async () => {
    await org.apply(key, { value: 1 });
    const { settle } = await world.hold(key);
    await org.cancel(key);
    await org.delete(key, { orphan: true });
    expect(await settle(succeed({}))).toBe(false);
    await org.apply(key, { value: 1 });
    expect(await settle(succeed({}))).toBe(false);
    expect(await org.standing(key)).toBe("pending");
  });

  it("is saved beside metadata that changed meanwhile", async () => {
    await org.apply(key, { value: 1 });
    const { settle } = await world.hold(key);
    await org.draft(key, { value: 1 }, { tags: ["meanwhile"] });
    expect(await settle(succeed({ value: 1 }))).toBe(true);
    expect(await org.get(key)).toMatchObject({ lifecycle_state: "ready", tags: ["meanwhile"] });
  });
});

describe("an event", () => {
  it("is claimed by one of many workers", async () => {
    for (let round = 0; round < rounds(10); round++) {
      const name = `test/item/c${round}`;
      await org.apply(name, {});
      const claimed = await Promise.all(
        Array.from({ length: 8 }, (_, worker) => world.claim(name, { worker: `w${worker}` })),
      );
      expect(claimed.filter(Boolean)).toHaveLength(1);
      await org.cancel(name);
    }
  });

  it("that a worker hands back runs again as the same attempt", async () => {
    await org.apply(key, { value: 1 });
    const first = await world.hold(key);
    expect(await first.settle({ kind: "handed-back" })).toBe(true);
    expect(await org.get(key)).toMatchObject({ lifecycle_state: "pending", error: null });
    await world.work();
    expect(world.provider.calls).toMatchObject([{ attempt: 1, eventId: first.claim.eventId }]);
    expect(await org.standing(key)).toBe("ready");
  });
});

describe("a lost lease", () => {
  it("counts as an attempt, and the event runs again at once on another worker", async () => {
    await org.apply(key, { value: 1 });
    const lost = await world.hold(key, { worker: "dead" });
    expect(await reapLostWork(world.core)).toBe(0);
    await world.loseLeases();
    expect(await reapLostWork(world.core)).toBe(1);
    expect(await reapLostWork(world.core)).toBe(0);
    expect(await org.get(key)).toMatchObject({ lifecycle_state: "pending", error: expect.stringMatching(/stopped/) });
    await world.work("alive");
    expect(world.provider.calls).toMatchObject([{ attempt: 2, eventId: lost.claim.eventId }]);
    expect(await lost.settle(succeed({ value: "late" }))).toBe(false);
    expect(await org.get(key)).toMatchObject({ lifecycle_state: "ready", error: null, outputs: { value: 1 } });
  });

  it("is none if its worker renews it before another has taken it over", async () => {
    await org.apply(key, { value: 1 });
    const { claim, settle } = await world.hold(key);
    await world.loseLeases();
    const release = await world.lockRow(key);
    const reaped = reapLostWork(world.core);
    await world.lockAwaited();
    const renewed = await renewLeases(world.core.db, [], 60, [claim]);
    await release();
    expect([renewed.length, await reaped]).toEqual([1, 0]);
    expect(await settle(succeed({ value: 1 }))).toBe(true);
  });

  it("cannot be renewed from then on", async () => {
    await org.apply(key, { value: 1 });
    const { claim } = await world.hold(key);
    await world.loseLeases();
    expect(await reapLostWork(world.core)).toBe(1);
    expect(await renewLeases(world.core.db, [], 60, [claim])).toEqual([]);
    // Nor as the lease of whoever holds the resource next.
    await world.hold(key);
    expect(await renewLeases(world.core.db, [], 60, [claim])).toEqual([]);
  });

  it("is the end after the last attempt", async () => {
    await org.apply(key, { value: 1 });
    for (let attempt = 1; attempt <= 3; attempt++) {
      expect((await world.hold(key)).claim.attempt).toBe(attempt);
      await world.loseLeases();
      await reapLostWork(world.core);
    }
    expect(await org.standing(key)).toBe("failed");
    expect(await org.deadLetters()).toMatchObject([{ attempt_count: 3, payload: { value: 1 } }]);
  });

  it("of a deletion is a deletion still", async () => {
    await org.apply(key, { value: 1 });
    await world.work();
    await org.delete(key);
    expect((await world.hold(key)).claim.eventType).toBe("DELETE");
    await world.loseLeases();
    await reapLostWork(world.core);
    expect(await org.standing(key)).toBe("pending+deleting");
    world.provider.take();
    await world.work();
    expect(world.provider.calls).toMatchObject([{ event: "DELETE", attempt: 2, config: { value: 1 } }]);
    expect(await org.standing(key)).toBe("gone");
  });

  it("of a cancelled event, or of a resource that is gone, changes nothing", async () => {
    await org.apply(key, { value: 1 });
    await world.hold(key);
    await org.cancel(key);
    await world.loseLeases();
    const history = await org.trail(key);
    expect(await reapLostWork(world.core)).toBe(1);
    expect(await org.standing(key)).toBe("failed");
    expect(await org.trail(key)).toEqual(history);
    await org.apply(key, { value: 1 });
    await world.hold(key);
    await org.cancel(key);
    await org.delete(key, { orphan: true });
    await world.loseLeases();
    expect(await reapLostWork(world.core)).toBe(1);
    expect(await org.standing(key)).toBe("gone");
    expect(await world.count("leases")).toBe(0);
  });

  it("of a stale resource runs with the new value", async () => {
    await org.apply("test/item/source", { value: 1 });
    await org.apply(key, { value: "${test/item/source.outputs.value}" });
    await world.work();
    await org.apply(key, { value: "${test/item/source.outputs.value}", text: "x" });
    await world.hold(key);
    await org.apply("test/item/source", { value: 2 });
    await world.work();
    expect(await org.standing(key)).toBe("processing+stale");
    await world.loseLeases();
    await reapLostWork(world.core);
    world.provider.take();
    await world.work();
    expect(world.provider.calls).toMatchObject([{ attempt: 1, config: { value: 2, text: "x" } }]);
  });
});
