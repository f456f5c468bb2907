import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Changes, ends } from "../support/changes.ts";
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
const R = "test/open/r";

/** One attempt, which fails; the next waits. */
async function attempt(key = R): Promise<void> {
  await (await world.hold(key)).settle(fail("halfway"));
}

describe("what waits is replaced by a change", () => {
  it("that corrects a reference to nothing", async () => {
    const typo = await changes.applyNow({ documents: [item("r", { text: "${test/open/secert.outputs.a}" })] });
    await world.work();
    expect(await world.org.state(R)).toBe("pending");
    const before = (await world.org.row(R))?.pending_event_id;
    const fixed = await changes.applyNow({ documents: [item("r", { text: "b" })] });
    expect(ends(await changes.swept(typo.id))).toEqual({ r: "superseded" });
    expect(await changes.swept(typo.id)).toMatchObject({ status: "succeeded", blocked: [] });
    expect((await world.org.row(R))?.pending_event_id).not.toBe(before);
    expect(await changes.finish(fixed.id)).toMatchObject({ status: "succeeded" });
    expect(world.provider.calls).toMatchObject([{ event: "CREATE", attempt: 1, config: { text: "b" } }]);
    const { rows } = await world.pool.query("SELECT settled_at IS NOT NULL AS settled FROM events WHERE id = $1", [
      before,
    ]);
    expect(rows).toEqual([{ settled: true }]);
  });

  it("and is not undone before what corrected it, which is named", async () => {
    await changes.finish((await changes.applyNow({ documents: [item("r", { text: "a" })] })).id);
    const typo = await changes.applyNow({ documents: [item("r", { text: "${test/open/secert.outputs.a}" })] });
    const fixed = await changes.applyNow({ documents: [item("r", { text: "b" })] });
    await changes.finish(fixed.id);
    await changes.swept(typo.id);
    expect((await changes.revert(typo.id)).actions[0]?.issues).toMatchObject([
      {
        msg: `${R} was changed again since by the change ${fixed.id}: undo that first, or force this revert, which undoes both`,
      },
    ]);
    expect(await changes.revert(fixed.id)).toMatchObject({ counts: { refuse: 0, update: 1 } });
  });

  it("between attempts: a new event with all attempts, and a warning of what may be left behind", async () => {
    await changes.applyNow({ documents: [item("r", { text: "a" })] });
    await attempt();
    const plan = await changes.plan({ documents: [item("r", { text: "b" })] });
    expect(plan).toMatchObject({ busy: [], counts: { update: 1 } });
    expect(plan.actions[0]?.warnings).toEqual(['attempt 1 failed with "halfway"; something may have been left behind']);
    await changes.apply(plan.id);
    expect(await world.org.row(R)).toMatchObject({ lifecycle_state: "pending", error: null });
    expect(await changes.finish(plan.id)).toMatchObject({ status: "succeeded" });
    expect(world.provider.calls.at(-1)).toMatchObject({
      event: "CREATE",
      attempt: 1,
      previous: null,
      config: { text: "b" },
    });
  });

  it("and tells which event was begun before, however often it is replaced", async () => {
    await changes.applyNow({ documents: [item("r", { text: "a" })] });
    const first = await world.hold(R);
    expect(first.claim.previousEventId).toBeNull();
    await first.settle(fail("halfway"));
    await changes.applyNow({ documents: [item("r", { text: "b" })] });
    await changes.applyNow({ documents: [item("r", { text: "c" })] });
    const third = await world.hold(R);
    expect(third.claim.previousEventId).toBe(first.claim.eventId);
    await third.settle(succeed({}));
    await world.org.apply(R, { text: "d" });
    expect((await world.hold(R)).claim.previousEventId).toBeNull();
  });

  it("with the config that last succeeded as the previous one", async () => {
    await world.org.apply(R, { text: "good" });
    await world.work();
    await world.org.apply(R, { text: "bad" });
    await attempt();
    const { id } = await changes.applyNow({ documents: [item("r", { text: "better" })] });
    await changes.finish(id);
    expect(world.provider.calls.at(-1)).toMatchObject({
      event: "UPDATE",
      previous: { text: "good" },
      config: { text: "better" },
    });
  });

  it("with the good config itself", async () => {
    await world.org.apply(R, { text: "good" });
    await world.work();
    await world.org.apply(R, { text: "bad" });
    await attempt();
    const { id } = await changes.applyNow({ documents: [item("r", { text: "good" })] });
    expect(await changes.finish(id)).toMatchObject({ status: "succeeded" });
    expect(world.provider.calls.at(-1)).toMatchObject({ config: { text: "good" } });
  });

  it("but not while its provider has it in hand, nor by an apply outside a change", async () => {
    await world.org.apply(R, { text: "a" });
    await expect(world.org.apply(R, { text: "b" })).rejects.toMatchObject({ code: "change_in_flight" });
    const plan = await changes.plan({ documents: [item("r", { text: "b" })] });
    expect(plan.busy).toEqual([]);
    const held = await world.hold(R);
    await expect(changes.apply(plan.id)).rejects.toMatchObject({ code: "change_in_flight" });
    await held.settle(fail("halfway"));
    await changes.apply(plan.id);
    expect(await changes.finish(plan.id)).toMatchObject({ status: "succeeded" });
  });
});

describe("a draft in place of what waits", () => {
  it("is staged over what last succeeded, and its discard returns to that", async () => {
    await world.org.apply(R, { text: "good" });
    await world.work();
    await world.org.apply(R, { text: "bad" });
    const { id } = await changes.applyNow({ documents: [item("r", { text: "later" }, { lifecycle_state: "draft" })] });
    expect(await changes.finish(id)).toMatchObject({ status: "succeeded", counts: { stage: 1 } });
    expect(await world.org.row(R)).toMatchObject({ lifecycle_state: "draft", pending_event_id: null });
    world.provider.take();
    expect(await world.org.discard(R)).toMatchObject({ lifecycle_state: "ready", config: '{"text":"good"}' });
    await world.work();
    expect(world.provider.take()).toEqual([]);
  });

  it("sends the good config once more when it is discarded, if another was tried", async () => {
    await world.org.apply(R, { text: "good" });
    await world.work();
    await world.org.apply(R, { text: "bad" });
    await attempt();
    await changes.applyNow({ documents: [item("r", { text: "later" }, { lifecycle_state: "draft" })] });
    expect(await world.org.discard(R)).toMatchObject({ lifecycle_state: "pending" });
    await world.work();
    expect(world.provider.calls.at(-1)).toMatchObject({ event: "UPDATE", config: { text: "good" } });
    expect(await world.org.row(R)).toMatchObject({
      lifecycle_state: "ready",
      config: '{"text":"good"}',
      returns_to: null,
    });
  });

  it("is shown as staged by a plan that was made while it was in flight", async () => {
    await world.org.apply(R, { text: "good" });
    await world.work();
    await world.org.apply(R, { text: "bad" });
    const held = await world.hold(R);
    const plan = await changes.plan({ documents: [item("r", { text: "later" }, { lifecycle_state: "draft" })] });
    await expect(changes.apply(plan.id)).rejects.toMatchObject({ code: "change_in_flight" });
    await held.settle(fail("halfway"));
    await changes.apply(plan.id);
    const { counts, actions } = await changes.finish(plan.id);
    expect(actions.map(({ action, state }) => [action, state])).toEqual([["stage", "succeeded"]]);
    expect(counts).toMatchObject({ stage: 1, update: 0 });
    expect(await world.org.row(R)).toMatchObject({ lifecycle_state: "draft", pending_event_id: null });
  });

  it("of what never existed has nothing to return to", async () => {
    await world.org.apply(R, { text: "bad" });
    await changes.applyNow({ documents: [item("r", { text: "later" }, { lifecycle_state: "draft" })] });
    await expect(world.org.discard(R)).rejects.toMatchObject({ code: "not_discardable" });
  });
});

it("a correction of many leaves nothing open, whatever each was waiting for", async () => {
  await world.org.apply("test/open/ok", { text: "a" });
  await world.work();
  const names = ["one", "two", "three"];
  const broken = await changes.applyNow({
    documents: names.map((name) => item(name, { text: `\${test/open/nobody.outputs.${name}}` })),
  });
  const tagged = await changes.applyNow({
    documents: [item("one", { text: "${test/open/nobody.outputs.one}" }, { tags: ["x"] })],
  });
  await world.work();
  world.provider.always("test/open/two", reject("no"));
  const fixed = await changes.applyNow({ documents: names.map((name) => item(name, { text: name })) });
  const done = await changes.finish(fixed.id);
  expect(ends(done)).toEqual({ one: "succeeded", two: "failed", three: "succeeded" });
  expect(done.status).toBe("failed");
  expect((await changes.swept(broken.id)).status).toBe("succeeded");
  expect((await changes.swept(tagged.id)).status).toBe("succeeded");
  expect(await world.count("change_actions", `state = 'open' AND organization_id = '${world.org.id}'`)).toBe(0);
});
