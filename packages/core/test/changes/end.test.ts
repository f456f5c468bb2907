import type { Change } from "@pragma/contract";
import { lockGraph } from "@pragma/db/queries";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { endChange } from "../../src/changes/index.ts";
import { retryDeadLetter } from "../../src/resources/dead-letters/index.ts";
import { Changes, ends } from "../support/changes.ts";
import { heldOpen } from "../support/held-open.ts";
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
const key = (name: string): string => `test/open/${name}`;
const absent = { text: "${test/open/nobody.outputs.a}" };

const end = async (id: string, running?: "wait" | "cancel"): Promise<Change> => {
  await endChange(world.core, world.org.context, id, running);
  return changes.swept(id);
};

/** The change of the last event of each. */
async function eventChanges(...keys: string[]): Promise<(string | null)[]> {
  const { rows } = await world.pool.query<{ change_id: string | null }>(
    `SELECT (SELECT e.change_id FROM events e WHERE e.organization_id = $1 AND e.resource_key = k.key
       ORDER BY e.created_at DESC, e.id DESC LIMIT 1) AS change_id
     FROM unnest($2::text[]) WITH ORDINALITY AS k(key, place) ORDER BY k.place`,
    [world.org.id, keys],
  );
  return rows.map(({ change_id }) => change_id);
}

describe("ending a change", () => {
  it("is refused for a plan, and changes nothing once it has settled", async () => {
    const plan = await changes.plan({ documents: [item("r", { text: "a" })] });
    await expect(end(plan.id)).rejects.toMatchObject({ code: "conflict", facts: { change_status: "planned" } });
    await changes.apply(plan.id);
    await changes.finish(plan.id);
    expect(await end(plan.id)).toMatchObject({ status: "succeeded", ended_by: null, ended_at: null });
  });

  it("is over when it has been ended, unless something of it runs", async () => {
    await world.org.apply(key("r"), { text: "a" });
    await world.org.apply(key("below"), { text: "${test/open/r.outputs.text}" });
    await world.work();
    const { id } = await changes.applyNow({ documents: [item("r", absent)] });
    const { body } = await endChange(world.core, world.org.context, id);
    expect(JSON.parse(body)).toMatchObject({ status: "failed", ended_by: { name: "Ann" } });
  });

  it("fails what never existed, without a dead letter", async () => {
    const { id } = await changes.applyNow({ documents: [item("new", absent)] });
    await world.work();
    const done = await end(id);
    expect(done).toMatchObject({ status: "failed", blocked: [], ended_by: { name: "Ann" } });
    expect(done.actions).toMatchObject([{ state: "failed", attempts: 0, error: "not begun: ended by Ann" }]);
    expect(await world.org.state(key("new"))).toBe("failed");
    expect(await world.org.deadLetters()).toEqual([]);
    expect(await world.org.trail(key("new"))).toEqual(["CREATE:->pending", "END:pending>failed"]);
    expect(await end(id)).toEqual(done);
  });

  it("gives back config, dependencies and state of before, and keeps metadata", async () => {
    await world.org.apply(key("base"), { text: "1" });
    await world.org.apply(key("r"), { text: "${test/open/base.outputs.text}" }, { tags: ["a"] });
    await world.work();
    const before = await world.org.row(key("r"));
    const { id } = await changes.applyNow({ documents: [item("r", absent, { tags: ["b"] })], set: "s" });
    expect(ends(await end(id))).toEqual({ r: "failed" });
    const after = await world.org.row(key("r"));
    for (const column of [
      "config",
      "dependencies",
      "explicit_dependencies",
      "generation",
      "observed_generation",
    ] as const)
      expect([column, after?.[column]]).toEqual([column, before?.[column]]);
    expect(after).toMatchObject({ lifecycle_state: "ready", tags: ["b"], set: "s", error: null, change_id: id });
    world.provider.take();
    await world.work();
    // Nothing that it uses has changed.
    expect(world.provider.take()).toEqual([]);
    expect(await world.org.standing(key("r"))).toBe("ready");
  });

  it("leaves metadata to a revert, which brings them back and nothing else", async () => {
    await world.org.apply(key("r"), { text: "a" }, { tags: ["a"] });
    await world.org.apply(key("other"), { text: "a" });
    await world.work();
    const document = (name: string, more: object = {}) => item(name, { text: "b" }, more);
    const { id } = await changes.applyNow({
      documents: [document("r", { tags: ["b"] }), document("other")],
      set: "s",
    });
    await end(id);
    const plan = await changes.revert(id);
    expect(plan).toMatchObject({ counts: { update: 2, refuse: 0 } });
    expect(plan.actions.flatMap((action) => action.changes.map(({ path }) => path))).toEqual(
      expect.arrayContaining(["tags", "set"]),
    );
    await changes.apply(plan.id);
    expect(await changes.finish(plan.id)).toMatchObject({ status: "succeeded" });
    expect(await world.org.row(key("r"))).toMatchObject({ tags: ["a"], set: null, config: '{"text":"a"}' });
    expect(await world.org.row(key("other"))).toMatchObject({ set: null, lifecycle_state: "ready" });
  });

  it("refuses to revert metadata that others have changed since", async () => {
    await world.org.apply(key("r"), { text: "a" }, { tags: ["a"] });
    await world.work();
    const { id } = await changes.applyNow({ documents: [item("r", { text: "b" }, { tags: ["b"] })] });
    await end(id);
    await world.org.apply(key("r"), { text: "a" }, { tags: ["c"] });
    expect(await changes.revert(id)).toMatchObject({
      counts: { refuse: 1 },
      actions: [
        {
          issues: [
            {
              msg: "test/open/r was changed again since: undo that first, or force this revert, which undoes both",
            },
          ],
        },
      ],
    });
  });

  it("decides it once more if a value has changed since, as part of no change", async () => {
    await world.org.apply(key("base"), { text: "1" });
    await world.org.apply(key("r"), { text: "${test/open/base.outputs.text}" });
    await world.work();
    const { id } = await changes.applyNow({ documents: [item("r", absent)] });
    await world.org.apply(key("base"), { text: "2" });
    await world.work();
    await end(id);
    await world.work();
    expect(world.provider.calls.at(-1)).toMatchObject({ key: key("r"), config: { text: "2" } });
    const { rows } = await world.pool.query(
      "SELECT change_id FROM events WHERE organization_id = $1 AND resource_key = $2 ORDER BY created_at DESC LIMIT 1",
      [world.org.id, key("r")],
    );
    expect(rows).toEqual([{ change_id: null }]);
  });

  it("decides it as part of no change, although another one has marked it before", async () => {
    await world.org.apply(key("base"), { text: "1" });
    await world.org.apply(key("r"), { text: "${test/open/base.outputs.text}" });
    await world.org.apply(key("below"), { text: "${test/open/r.outputs.text}" });
    await world.work();
    const earlier = await changes.applyNow({ documents: [item("base", { text: "2" })] });
    await changes.finish(earlier.id);
    const { id } = await changes.applyNow({ documents: [item("r", absent)] });
    await world.org.apply(key("base"), { text: "3" });
    await world.work();
    await end(id);
    await world.work();
    expect(await world.org.standings(key("r"), key("below"))).toEqual(["ready", "ready"]);
    expect(await eventChanges(key("r"), key("below"))).toEqual([null, null]);
    expect((await changes.get(earlier.id)).actions.map(({ state }) => state)).not.toContain("waiting");
  });

  it("withdraws deletions that have not begun, and lets those go that have", async () => {
    await world.org.apply(key("base"), { text: "1" });
    await world.org.apply(key("mid"), { text: "${test/open/base.outputs.text}" });
    await world.org.apply(key("top"), { text: "${test/open/mid.outputs.text}" });
    await world.work();
    const plan = { delete: [{ resource: key("base"), dependents: "cascade" }] };
    const { id } = await changes.applyNow(plan);
    const held = await world.hold(key("top"));
    expect(ends(await end(id))).toEqual({ base: "failed", mid: "failed", top: "running" });
    await held.settle(succeed(null));
    expect(await changes.swept(id)).toMatchObject({ status: "failed" });
    await world.work();
    expect(await world.org.standings(key("base"), key("mid"), key("top"))).toEqual(["ready", "ready", "gone"]);
    const again = await changes.applyNow(plan);
    expect(await changes.finish(again.id)).toMatchObject({ status: "succeeded" });
  });

  it("gives back a deletion that had failed, and that the change had withdrawn", async () => {
    await world.org.apply(key("r"), { text: "1" });
    await world.work();
    world.provider.answer(key("r"), reject("no"));
    await world.org.delete(key("r"));
    await world.work();
    expect(await world.org.standing(key("r"))).toBe("failed+deleting");
    const { id } = await changes.applyNow({ documents: [item("r", absent)] });
    expect(await world.org.standing(key("r"))).toBe("pending");
    expect(ends(await end(id))).toEqual({ r: "failed" });
    expect(await world.org.standing(key("r"))).toBe("failed+deleting");
    await world.org.delete(key("r"));
    await world.work();
    expect(await world.org.standing(key("r"))).toBe("gone");
  });

  it("withdraws all of a deletion that has not begun", async () => {
    await world.org.apply(key("base"), { text: "1" });
    await world.org.apply(key("top"), { text: "${test/open/base.outputs.text}" });
    await world.work();
    const { id } = await changes.applyNow({ delete: [{ resource: key("base"), dependents: "cascade" }] });
    expect(ends(await end(id))).toEqual({ base: "failed", top: "failed" });
    await world.work();
    expect(await world.org.standings(key("base"), key("top"))).toEqual(["ready", "ready"]);
    expect(await changes.revert(id)).toMatchObject({ counts: { refuse: 0, update: 0, create: 0 } });
  });

  it("cancels what waits between attempts, and leaves no attempt after one that runs", async () => {
    const { id } = await changes.applyNow({ documents: [item("waits", { text: "a" }), item("runs", { text: "a" })] });
    await (await world.hold(key("waits"))).settle(fail("halfway"));
    const held = await world.hold(key("runs"));
    const ended = await end(id);
    expect(ended.actions.find(({ resource }) => resource.name === "waits")).toMatchObject({ error: "ended by Ann" });
    expect(ends(ended)).toEqual({ waits: "failed", runs: "running" });
    expect(ended.status).toBe("applying");
    await held.settle(fail("no"));
    const done = await changes.swept(id);
    expect(done).toMatchObject({ status: "failed" });
    expect(ends(done)).toEqual({ waits: "failed", runs: "failed" });
    const [letter, ...others] = await world.org.deadLetters();
    expect(others).toEqual([]);
    await retryDeadLetter(world.core, world.org.context, letter?.event_id as string);
    expect((await changes.get(id)).status).toBe("applying");
    world.provider.answer(key("runs"), fail("once more"));
    await world.work();
    await world.elapse();
    expect(ends(await changes.finish(id))).toEqual({ waits: "failed", runs: "succeeded" });
    expect((await changes.get(id)).status).toBe("failed");
  });

  it("knows what had begun by the order of locks: transactions begin in another, and clocks tell milliseconds", async () => {
    const { id } = await changes.applyNow({ documents: [item("runs", { text: "a" })] });
    const unlock = await heldOpen(world, (core) => lockGraph(core.db.tenant(world.org.id)));
    const ending = endChange(world.core, world.org.context, id);
    await world.lockAwaited();
    const held = await world.hold(key("runs"));
    await unlock();
    await ending;
    await held.settle(fail("no"));
    expect(await changes.swept(id)).toMatchObject({ status: "failed" });
    const [letter] = await world.org.deadLetters();
    expect(letter).toMatchObject({ error_message: "no", attempt_count: 1 });
    // As if it had been ended within the millisecond in which the retried attempt begins.
    await world.pool.query("UPDATE changes SET ended_at = now() + interval '1 hour' WHERE id = $1", [id]);
    await retryDeadLetter(world.core, world.org.context, letter?.event_id as string);
    world.provider.answer(key("runs"), fail("once more"));
    expect(ends(await changes.finish(id))).toEqual({ runs: "succeeded" });
  });

  it("names what a part of it waits for that is retried later", async () => {
    await world.org.apply(key("a"), { text: "1" });
    await world.work();
    const { id } = await changes.applyNow({ documents: [item("r", { text: "${test/open/a.outputs.text}" })] });
    const held = await world.hold(key("r"));
    await end(id);
    await held.settle(fail("no"));
    expect(await changes.swept(id)).toMatchObject({ status: "failed", blocked: [] });
    await world.org.apply(key("a"), absent);
    const [letter] = await world.org.deadLetters();
    await retryDeadLetter(world.core, world.org.context, letter?.event_id as string);
    expect(await changes.swept(id)).toMatchObject({
      status: "applying",
      blocked: [
        { resource: "resource:test_open_r", by: ["resource:test_open_a"], reason: "waits for what is pending" },
      ],
    });
  });

  it("cancels what runs if it is asked to, also when it is ended already", async () => {
    const { id } = await changes.applyNow({ documents: [item("runs", { text: "a" })] });
    await world.hold(key("runs"));
    expect(ends(await end(id))).toEqual({ runs: "running" });
    expect(await end(id, "cancel")).toMatchObject({ status: "failed", actions: [{ error: "ended by Ann" }] });
  });

  it("leaves marks to be decided as part of no change", async () => {
    await world.org.apply(key("a"), { text: "1" });
    await world.org.apply(key("b"), { text: "${test/open/a.outputs.text}" });
    await world.org.apply(key("c"), { text: "${test/open/b.outputs.text}" });
    await world.work();
    const { id } = await changes.applyNow({ documents: [item("a", { text: "2" })] });
    await (await world.hold(key("a"))).settle(succeed({ text: "2" }));
    expect(ends(await end(id))).toEqual({ a: "succeeded", b: "superseded", c: "superseded" });
    expect(await changes.get(id)).toMatchObject({ status: "failed" });
    await world.work();
    expect(world.provider.take().slice(-2)).toEqual([`${key("b")} UPDATE`, `${key("c")} UPDATE`]);
    expect(await changes.get(id)).toMatchObject({ status: "failed", actions: [{}, { state: "superseded" }, {}] });
  });

  it("leaves alone what another change has joined, or carries out", async () => {
    const first = await changes.applyNow({ documents: [item("r", absent)] });
    const second = await changes.applyNow({ documents: [item("r", absent)] });
    expect(ends(await end(second.id))).toEqual({ r: "superseded" });
    expect(await world.org.state(key("r"))).toBe("pending");
    const third = await changes.applyNow({ documents: [item("r", absent)] });
    expect(ends(await end(first.id))).toEqual({ r: "superseded" });
    expect(await world.org.state(key("r"))).toBe("pending");
    await world.org.apply(key("nobody"), { a: "1" });
    expect(await changes.finish(third.id)).toMatchObject({ status: "succeeded" });
  });

  it("gives up what it had joined, once the change that it joined was ended", async () => {
    await world.org.apply(key("r"), { text: "a" });
    await world.work();
    const first = await changes.applyNow({ documents: [item("r", absent)] });
    const second = await changes.applyNow({ documents: [item("r", absent)] });
    expect(ends(await end(first.id))).toEqual({ r: "superseded" });
    expect(ends(await end(second.id))).toEqual({ r: "failed" });
    expect(await world.org.row(key("r"))).toMatchObject({ lifecycle_state: "failed", error: "ended by Ann" });
    const undo = await changes.revert(first.id);
    expect(undo).toMatchObject({ counts: { update: 1, refuse: 0 } });
    await changes.apply(undo.id);
    expect(await changes.finish(undo.id)).toMatchObject({ status: "succeeded" });
    expect(await world.org.row(key("r"))).toMatchObject({ lifecycle_state: "ready", config: '{"text":"a"}' });
  });
});
