import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { settleChange } from "../../src/foundation/change-progress/settle-change.ts";
import { retryDeadLetter } from "../../src/resources/dead-letters/index.ts";
import { Changes, ends } from "../support/changes.ts";
import { rounds } from "../support/rounds.ts";
import { fail, reject, succeed } from "../support/script.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let changes: Changes;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(() => {
  world.provider.reset();
  world.moveOn();
  changes = new Changes(world);
});
afterAll(() => world.close());

const item = (name: string, config: object, more: object = {}) => ({
  provider: "test",
  resource: "open",
  name,
  config,
  ...more,
});
describe("a change is over although another one touched its resource", () => {
  it.each(["cancel", "delete", "detach"] as const)("and then %s", async (end) => {
    await world.org.apply("test/open/base", { text: "a" });
    await world.org.apply("test/open/r", { text: "${test/open/base.outputs.text}" });
    await world.work();
    const x = await changes.applyNow({
      documents: [item("r", { text: "${test/open/base.outputs.text}", text2: "b" })],
    });
    const y = await changes.applyNow({
      documents: [item("r", { text: "${test/open/base.outputs.text}", text2: "b" }, { tags: ["y"] })],
    });
    if (end === "cancel") await world.org.cancel("test/open/r");
    if (end === "delete") await world.org.delete("test/open/r");
    if (end === "detach") await world.org.delete("test/open/base", { dependents: "detach" });
    expect(await changes.swept(x.id)).toMatchObject({ status: end === "cancel" ? "failed" : "succeeded" });
    expect(ends(await changes.get(x.id))).toEqual({ r: end === "cancel" ? "failed" : "superseded" });
    await world.work();
    expect(["succeeded", "failed"]).toContain((await changes.swept(y.id)).status);
  });
});

describe("a follower", () => {
  beforeEach(async () => {
    await world.org.apply("test/open/a", { text: "1" });
    await world.org.apply("test/open/b", { text: "${test/open/a.outputs.text}" });
    await world.work();
  });

  it("that was tagged by another change while it was marked ends with the change of the mark", async () => {
    const x = await changes.applyNow({ documents: [item("a", { text: "2" })] });
    await (await world.hold("test/open/a")).settle(succeed({ text: "2" }));
    await changes.applyNow({
      documents: [item("b", { text: "${test/open/a.outputs.text}" }, { tags: ["y"] })],
    });
    const done = await changes.finish(x.id);
    expect(ends(done)).toEqual({ a: "succeeded", b: "succeeded" });
    const { rows } = await world.pool.query(
      "SELECT DISTINCT change_id FROM events WHERE organization_id = $1 AND resource_key = 'test/open/b' AND change_id IS NOT NULL",
      [world.org.id],
    );
    expect(rows).toEqual([{ change_id: x.id }]);
  });

  it("that nothing had to be done for shows no difference, and is counted as checked", async () => {
    world.provider.always("test/open/a", succeed({ text: "1" }));
    const plan = await changes.plan({ documents: [item("a", { text: "1", text2: "2" })] });
    expect(plan.counts).toMatchObject({ update: 1, follow: 1 });
    await changes.apply(plan.id);
    const done = await changes.finish(plan.id);
    expect(done).toMatchObject({ status: "succeeded", counts: { update: 1, follow: 0, checked: 1 } });
    expect(done.actions.find(({ resource }) => resource.name === "b")).toMatchObject({
      state: "succeeded",
      changes: [],
    });
  });

  it("shows the values that came, which its plan could not know", async () => {
    world.provider.always("test/open/a", succeed({ text: "came" }));
    const plan = await changes.plan({ documents: [item("a", { text: "2" })] });
    const planned = plan.actions.find(({ action }) => action === "follow");
    expect(planned?.changes).toMatchObject([{ path: "config.text", unknown: { from: "test/open/a.outputs.text" } }]);
    await changes.apply(plan.id);
    const done = await changes.finish(plan.id);
    expect(done.actions.find(({ action }) => action === "follow")?.changes).toEqual([
      { path: "config.text", before: "1", after: "came" },
    ]);
  });

  it("that was pending when the value came, and that the value broke, fails the change", async () => {
    const plan = await changes.plan({ documents: [item("a", { text: "2" })] });
    await world.org.apply("test/open/b", { text: "${test/open/a.outputs.text}", text2: "x" });
    await changes.apply(plan.id);
    world.provider.always("test/open/b", reject("broken by it"));
    const done = await changes.finish(plan.id);
    expect(ends(done)).toEqual({ a: "succeeded", b: "failed" });
    expect(done.status).toBe("failed");
  });

  it("below one that two changes have marked is decided for both, too", async () => {
    await world.org.apply("test/open/c", { text: "1" });
    await world.org.apply("test/open/b", { text: "${test/open/a.outputs.text}", text2: "${test/open/c.outputs.text}" });
    await world.org.apply("test/open/below", { text: "${test/open/b.outputs.text2}" });
    await world.work();
    const [x, y] = [
      await changes.applyNow({ documents: [item("a", { text: "2" })] }),
      await changes.applyNow({ documents: [item("c", { text: "2" })] }),
    ];
    await (await world.hold("test/open/a")).settle(succeed({ text: "2" }));
    await (await world.hold("test/open/c")).settle(succeed({ text: "2" }));
    world.provider.answer("test/open/below", reject("broken by both"));
    await world.work();
    expect([ends(await changes.swept(x.id)), ends(await changes.swept(y.id))]).toEqual([
      { a: "succeeded", b: "succeeded", below: "failed" },
      { c: "succeeded", b: "succeeded", below: "failed" },
    ]);
  });

  it("that only another change has reached ends with that one alone", async () => {
    await world.org.apply("test/open/c", { text: "1" });
    await world.org.apply("test/open/b", { text: "${test/open/a.outputs.text}", text2: "${test/open/c.outputs.text}" });
    await world.work();
    const x = await changes.applyNow({ documents: [item("a", { text: "2" })] });
    const held = await world.hold("test/open/a");
    const y = await changes.applyNow({ documents: [item("c", { text: "2" })] });
    await (await world.hold("test/open/c")).settle(succeed({ text: "2" }));
    world.provider.answer("test/open/b", reject("broken by y"));
    // It waits until everything that it uses is known; the value of x is the same.
    await held.settle(succeed({ text: "1" }));
    await world.work();
    const [first, second] = [await changes.swept(x.id), await changes.swept(y.id)];
    expect([ends(first), ends(second)]).toEqual([
      { a: "succeeded", b: "succeeded" },
      { c: "succeeded", b: "failed" },
    ]);
    expect(first).toMatchObject({ status: "succeeded", counts: { follow: 0, checked: 1 } });
  });

  it("that two changes have marked is decided for both", async () => {
    await world.org.apply("test/open/c", { text: "1" });
    await world.org.apply("test/open/b", { text: "${test/open/a.outputs.text}", text2: "${test/open/c.outputs.text}" });
    await world.work();
    const [x, y] = [
      await changes.applyNow({ documents: [item("a", { text: "2" })] }),
      await changes.applyNow({ documents: [item("c", { text: "2" })] }),
    ];
    await (await world.hold("test/open/a")).settle(succeed({ text: "2" }));
    await (await world.hold("test/open/c")).settle(succeed({ text: "2" }));
    await world.work();
    const [first, second] = [await changes.swept(x.id), await changes.swept(y.id)];
    expect([first.status, second.status]).toEqual(["succeeded", "succeeded"]);
    const events = [first, second].map(
      ({ actions }) => actions.find(({ resource }) => resource.name === "b")?.event_id,
    );
    expect(events[0]).toEqual(expect.any(String));
    expect(events[1]).toBe(events[0]);
  });
});

it("what waits between attempts for something that has failed outside is blocked by that", async () => {
  await world.org.apply("test/open/a", { text: "1" });
  await world.work();
  const { id } = await changes.applyNow({ documents: [item("b", { text: "${test/open/a.outputs.text}" })] });
  await (await world.hold("test/open/b")).settle(fail("halfway"));
  world.provider.always("test/open/a", reject("no"));
  await world.org.apply("test/open/a", { text: "2" });
  await world.work();
  expect(await changes.swept(id)).toMatchObject({
    status: "applying",
    blocked: [{ resource: "resource:test_open_b", by: ["resource:test_open_a"], reason: "waits for what is failed" }],
  });
});

it("what waits for a follower that its change has not reached, and that others have failed, is blocked by that", async () => {
  await world.org.apply("test/open/d", { text: "${test/open/c.outputs.text}" });
  await world.org.apply("test/open/e", { text: "${test/open/d.outputs.text}" });
  const plan = await changes.plan({
    documents: [item("c", { text: "1" }), item("e", { text: "${test/open/d.outputs.text}" })],
  });
  await world.org.cancel("test/open/d");
  await changes.apply(plan.id);
  await world.org.apply("test/open/d", { text: "${test/open/c.outputs.text}", more: "m" });
  world.provider.answer("test/open/d", reject("no"));
  await world.work();
  expect(await changes.swept(plan.id)).toMatchObject({
    status: "applying",
    blocked: [{ resource: "resource:test_open_e", by: ["resource:test_open_d"], reason: "waits for what is failed" }],
  });
  await world.org.apply("test/open/d", { text: "${test/open/c.outputs.text}" });
  expect(await changes.finish(plan.id)).toMatchObject({ status: "succeeded", blocked: [] });
});

describe("a document that is in flight already", () => {
  it("joins its event, and ends as that does", async () => {
    for (const end of ["succeeded", "failed"] as const) {
      await world.org.apply(`test/open/${end}`, { text: "a" });
      const change = await changes.applyNow({ documents: [item(end, { text: "a" })] });
      expect(change).toMatchObject({ status: "applying", counts: { create: 1, unchanged: 0 } });
      expect(change.actions).toMatchObject([{ action: "create", changes: [], state: "waiting" }]);
      if (end === "failed") world.provider.always(`test/open/${end}`, reject("no"));
      expect(await changes.finish(change.id)).toMatchObject({ status: end, counts: { create: 1 } });
    }
  });

  it("is told to those that wait once it ends, without a sweep", async () => {
    await world.org.apply("test/open/r", { text: "a" });
    const change = await changes.applyNow({ documents: [item("r", { text: "a" })] });
    await world.work();
    await expect.poll(async () => (await changes.get(change.id)).status).toBe("succeeded");
  });

  it("ends with its event, though its change has failed before", async () => {
    await world.org.apply("test/open/r", { text: "${test/open/a.outputs.text}" });
    world.provider.answer("test/open/a", reject("no"));
    const change = await changes.applyNow({
      documents: [item("a", { text: "1" }), item("r", { text: "${test/open/a.outputs.text}" })],
    });
    const failed = await changes.finish(change.id);
    expect([failed.status, ends(failed)]).toEqual(["failed", { a: "failed", r: "failed" }]);
    await world.org.apply("test/open/a", { text: "2" });
    await world.work();
    await expect.poll(async () => ends(await changes.get(change.id))).toEqual({ a: "failed", r: "succeeded" });
    expect(await changes.get(change.id)).toMatchObject({ status: "failed", blocked: [] });
  });

  it("is found by the sweep once its event is over, though whoever should have looked has died", async () => {
    await world.org.apply("test/open/r", { text: "${test/open/a.outputs.text}" });
    world.provider.answer("test/open/a", reject("no"));
    const documents = [item("a", { text: "1" }), item("r", { text: "${test/open/a.outputs.text}" })];
    const { id } = await changes.finish((await changes.applyNow({ documents })).id);
    await world.org.apply("test/open/a", { text: "2" });
    await world.work();
    await expect.poll(async () => ends(await changes.get(id))).toMatchObject({ r: "succeeded" });
    await world.pool.query(
      "UPDATE change_actions SET state = 'open', settled_at = NULL WHERE change_id = $1 AND key = $2",
      [id, "test/open/r"],
    );
    expect(ends(await changes.swept(id))).toEqual({ a: "failed", r: "succeeded" });
  });

  it("may have ended since the plan", async () => {
    await world.org.apply("test/open/r", { text: "a" });
    const plan = await changes.plan({ documents: [item("r", { text: "a" })] });
    expect(plan.counts).toMatchObject({ create: 1, unchanged: 0 });
    await world.work();
    expect(await changes.apply(plan.id)).toMatchObject({ actions: [{ state: "succeeded", event_id: null }] });
    expect(await changes.finish(plan.id)).toMatchObject({ status: "succeeded" });
  });

  it("may have begun since the plan", async () => {
    await world.org.apply("test/open/r", { text: "a" });
    await world.work();
    const plan = await changes.plan({ documents: [item("r", { text: "a" })] });
    expect(plan.counts).toMatchObject({ update: 0, unchanged: 1 });
    for (const text of ["b", "a"]) {
      await world.work();
      await world.org.apply("test/open/r", { text });
    }
    expect(await changes.apply(plan.id)).toMatchObject({ counts: { update: 1, unchanged: 0 } });
    world.provider.always("test/open/r", reject("no"));
    expect(await changes.finish(plan.id)).toMatchObject({
      status: "failed",
      actions: [{ state: "failed", error: "no" }],
    });
  });

  it("fails with its event, and is open again once that is retried", async () => {
    await world.org.apply("test/open/r", { text: "a" });
    const { id } = await changes.applyNow({ documents: [item("r", { text: "a" })] });
    world.provider.answer("test/open/r", reject("no"));
    const failed = await changes.finish(id);
    expect(failed.status).toBe("failed");
    await retryDeadLetter(world.core, world.org.context, failed.actions[0]?.event_id as string);
    expect(await changes.get(id)).toMatchObject({ status: "applying", settled_at: null });
    expect(await changes.finish(id)).toMatchObject({ status: "succeeded" });
  });

  it("is joined by a deletion of what is being deleted", async () => {
    await world.org.apply("test/open/gone", { text: "a" });
    await world.work();
    await world.org.delete("test/open/gone");
    const change = await changes.applyNow({ delete: [{ resource: "resource:test_open_gone" }] });
    expect(change.status).toBe("applying");
    world.provider.always("test/open/gone", reject("no"));
    expect(await changes.finish(change.id)).toMatchObject({ status: "failed" });
  });
});

it("a retry while a change is settled reopens it, whichever comes first", async () => {
  for (let round = 0; round < rounds(10); round++) {
    const name = `r${round}`;
    world.provider.always(`test/open/${name}`, reject("no"));
    const { id, actions } = await changes.applyNow({ documents: [item(name, { text: "a" })] });
    await world.work();
    world.provider.reset();
    await Promise.all([
      settleChange(world.core.db, world.org.id, id),
      retryDeadLetter(world.core, world.org.context, actions[0]?.event_id as string),
    ]);
    const done = await changes.finish(id);
    expect([done.status, ...done.actions.map(({ state }) => state)]).toEqual(["succeeded", "succeeded"]);
  }
});

describe("what was never resolved, and waits for something outside a change as well", () => {
  it("is no part of the change whose value it waits with, nor is what follows once it has run", async () => {
    await world.org.apply("test/open/a", { text: "1" });
    await world.work();
    await world.org.apply("test/open/w", {
      text: "${test/open/a.outputs.text}",
      url: "${test/open/outside.outputs.text}",
    });
    const x = await changes.applyNow({ documents: [item("a", { text: "2" })] });
    const over = await changes.finish(x.id);
    expect(over).toMatchObject({ status: "succeeded", counts: { update: 1, follow: 0 } });
    expect(await world.org.get("test/open/w")).toMatchObject({ lifecycle_state: "pending", change_id: null });
    await world.org.apply("test/open/below", { text: "${test/open/w.outputs.text}" });
    await world.org.cancel("test/open/below");
    await world.org.apply("test/open/outside", { text: "o" });
    await world.work();
    expect(await world.org.get("test/open/below")).toMatchObject({ lifecycle_state: "ready", change_id: null });
    expect(await changes.get(x.id)).toEqual(over);
  });
});
