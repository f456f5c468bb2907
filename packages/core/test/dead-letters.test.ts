import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  countDeadLetters,
  deleteAllDeadLetters,
  deleteDeadLetter,
  getDeadLetter,
  groupDeadLetters,
  listDeadLetterRows,
  listDeadLetters,
  retryAllDeadLetters,
  retryDeadLetter,
} from "../src/resources/dead-letters/index.ts";
import type { Organization } from "./support/organization.ts";
import { fail, reject, succeed } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 2 });
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
});
afterAll(() => world.close());

const key = "test/item/a";
const retry = (eventId: string) => retryDeadLetter(world.core, org.context, eventId);

async function letterOf(name: string) {
  const letter = (await org.deadLetters()).find((candidate) => candidate.resource_name === name);
  if (!letter) throw new Error(`${name} has no dead letter`);
  return letter;
}

describe("retrying a dead letter", () => {
  it("keeps the event's id, gives it all attempts back, and resolves the config anew", async () => {
    await org.apply("test/item/source", { value: 1 });
    await world.work();
    world.provider.answer(key, fail("down"), fail("down"));
    await org.apply(key, { value: "${test/item/source.outputs.value}" });
    await world.work();
    const letter = await letterOf("a");
    expect(letter).toMatchObject({ attempt_count: 2, payload: { value: 1 } });
    await org.apply("test/item/source", { value: 2 });
    const answer = await retry(letter.event_id);
    expect(answer).toMatchObject({
      event_id: letter.event_id,
      provider: "test",
      resource_type: "item",
      resource_name: "a",
      event_type: "CREATE",
      status: "pending",
      published_at: null,
      previous_config: null,
      correlation_id: "request-1",
    });
    expect(await org.get(key)).toMatchObject({
      lifecycle_state: "pending",
      pending_event_id: letter.event_id,
      error: null,
    });
    expect(await org.deadLetters()).toEqual([]);
    world.provider.take();
    world.provider.answer(key, fail("still"));
    await world.work();
    expect(world.provider.calls).toMatchObject([
      { key: "test/item/source" },
      { eventId: letter.event_id, attempt: 1, config: { value: 2 } },
      { eventId: letter.event_id, attempt: 2, config: { value: 2 } },
    ]);
    expect(await org.standing(key)).toBe("ready");
    expect((await org.trail(key)).filter((step) => step.startsWith("RETRY"))).toEqual(["RETRY:failed>pending"]);
  });

  it("runs what is wanted now, not what failed then", async () => {
    world.provider.answer(key, reject("one"), reject("two"));
    await org.apply(key, { value: 1 });
    await world.work();
    const first = await letterOf("a");
    await org.apply(key, { value: 2 });
    await world.work();
    expect(await org.deadLetters()).toHaveLength(2);
    await retry(first.event_id);
    world.provider.take();
    await world.work();
    expect(world.provider.calls).toMatchObject([{ eventId: first.event_id, config: { value: 2 }, event: "CREATE" }]);
    expect(await org.get(key)).toMatchObject({ lifecycle_state: "ready", observed_generation: 2, generation: 2 });
    // Success clears all of them.
    expect(await org.deadLetters()).toEqual([]);
  });

  it("is attributed to whoever retries it, and so is its outcome", async () => {
    world.provider.answer(key, reject("wrong"));
    await org.apply(key, { value: 1 });
    await world.work();
    const zoe = { type: "user", id: "zoe", name: "Zoë" } as const;
    await retryDeadLetter(world.core, { ...org.context, actor: zoe }, (await letterOf("a")).event_id);
    await world.work();
    const history = await org.history(key);
    const since = history.slice(history.findIndex(({ event_type: type }) => type === "RETRY"));
    expect(since.map(({ to_state: state, actor }) => [state, actor.name])).toEqual([
      ["pending", "Zoë"],
      ["processing", "Zoë"],
      ["ready", "Zoë"],
    ]);
  });

  it("creates a new dead letter under the same id if it fails again", async () => {
    world.provider.answer(key, reject("one"), reject("two"));
    await org.apply(key, { value: 1 });
    await world.work();
    const { event_id } = await letterOf("a");
    await retry(event_id);
    await world.work();
    expect(await org.deadLetters()).toMatchObject([{ event_id, error_message: "two", attempt_count: 1 }]);
  });

  it("is an UPDATE from the last config that succeeded, if there is one", async () => {
    await org.apply(key, { value: 1 });
    await world.work();
    world.provider.answer(key, reject());
    await org.apply(key, { value: 2 });
    await world.work();
    expect(await retry((await letterOf("a")).event_id)).toMatchObject({
      event_type: "UPDATE",
      previous_config: { value: 1 },
    });
    await world.work();
    expect(world.provider.calls.at(-1)).toMatchObject({ config: { value: 2 }, previous: { value: 1 } });
  });

  it("of a failed deletion deletes with the last config that was handed over", async () => {
    await org.apply(key, { value: 1 });
    await world.work();
    await org.delete(key);
    await (await world.hold(key)).settle(reject("locked"));
    const letter = await letterOf("a");
    expect(letter).toMatchObject({ event_type: "DELETE", payload: { value: 1 } });
    expect(await retry(letter.event_id)).toMatchObject({ event_type: "DELETE", payload: { value: 1 } });
    expect(await org.standing(key)).toBe("pending+deleting");
    await world.work();
    expect(await org.standing(key)).toBe("gone");
    expect(await org.deadLetters()).toEqual([]);
  });

  it("of a deletion that was withdrawn runs the config that is wanted now", async () => {
    await org.apply(key, { value: 1 });
    await world.work();
    await org.delete(key);
    await (await world.hold(key)).settle(reject("locked"));
    const letter = await letterOf("a");
    world.provider.answer(key, reject("no"));
    await org.apply(key, { value: 2 });
    await world.work();
    expect(await org.standing(key)).toBe("failed");
    expect(await retry(letter.event_id)).toMatchObject({ event_type: "UPDATE" });
    world.provider.take();
    await world.work();
    expect(world.provider.calls).toMatchObject([{ event: "UPDATE", config: { value: 2 }, eventId: letter.event_id }]);
    expect(await org.standing(key)).toBe("ready");
  });

  it("of a config error resolves again", async () => {
    await org.apply("test/open/source", { x: 1 });
    await org.apply("test/open/user", { y: "${test/open/source.outputs.y}" });
    await world.work();
    const { event_id } = await letterOf("user");
    await retry(event_id);
    await world.work();
    expect(await letterOf("user")).toMatchObject({ event_id, attempt_count: 0 });
  });

  it("is 409 if the resource is no longer failed, with the states", async () => {
    world.provider.answer(key, reject());
    await org.apply(key, { value: 1 });
    await world.work();
    const { event_id } = await letterOf("a");
    await org.draft(key, { value: 2 });
    await expect(retry(event_id)).rejects.toMatchObject({
      code: "not_retryable",
      facts: { resource_id: "resource:test_item_a", current_state: "draft", target_state: "pending" },
    });
    expect(await letterOf("a")).toMatchObject({ event_id });
    await org.apply(key, { value: 2 });
    await expect(retry(event_id)).rejects.toMatchObject({ code: "not_retryable" });
  });

  it("is 404 if the dead letter or the resource is gone, or another organization's", async () => {
    world.provider.answer(key, reject());
    await org.apply(key, { value: 1 });
    await world.work();
    const { event_id } = await letterOf("a");
    const other = world.organization();
    await expect(retryDeadLetter(world.core, other.context, event_id)).rejects.toMatchObject({ code: "not_found" });
    await expect(getDeadLetter(world.core, other.context, event_id)).rejects.toMatchObject({ code: "not_found" });
    await world.pool.query("DELETE FROM resources WHERE organization_id = $1", [org.id]);
    await expect(retry(event_id)).rejects.toMatchObject({ code: "not_found" });
    await deleteDeadLetter(world.core, org.context, event_id);
    await expect(retry(event_id)).rejects.toMatchObject({ code: "not_found" });
  });

  it("twice at the same moment is once", async () => {
    world.provider.answer(key, reject());
    await org.apply(key, { value: 1 });
    await world.work();
    const { event_id } = await letterOf("a");
    const results = await Promise.allSettled([retry(event_id), retry(event_id), retry(event_id)]);
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    world.provider.take();
    await world.work();
    expect(world.provider.calls).toHaveLength(1);
  });
});

describe("dead letters", () => {
  it("are cleared by a delete of their resource", async () => {
    world.provider.answer(key, reject());
    await org.apply(key, { value: 1 });
    await world.work();
    expect(await org.deadLetters()).toHaveLength(1);
    await org.delete(key);
    await world.work();
    expect(await org.deadLetters()).toEqual([]);
  });

  it("are retried all at once, skipping what cannot be", async () => {
    world.provider.answer("test/item/a", reject("1"), reject("2"));
    world.provider.answer("test/item/b", reject());
    world.provider.answer("test/item/c", reject());
    for (const [name, value] of [
      ["a", 1],
      ["b", 1],
      ["c", 1],
      ["a", 2],
    ] as const) {
      await org.apply(`test/item/${name}`, { value });
      await world.work();
    }
    await org.draft("test/item/c", { value: 2 });
    expect(await retryAllDeadLetters(world.core, org.context, { provider: "nobody" })).toEqual({
      retried_count: 0,
      skipped_count: 0,
    });
    expect(await retryAllDeadLetters(world.core, org.context, {})).toEqual({ retried_count: 2, skipped_count: 2 });
    await world.work();
    expect(await org.standings("test/item/a", "test/item/b", "test/item/c")).toEqual(["ready", "ready", "draft"]);
  });

  it("are listed newest first by pages, of one provider if asked, and deleted", async () => {
    for (const name of ["a", "b", "c"]) {
      world.provider.answer(`test/item/${name}`, reject());
      await org.apply(`test/item/${name}`, {});
      await world.work();
    }
    await org.apply("pragma/config/c", { data: { x: "${test/item/d.outputs.value}" } });
    await org.apply("test/item/d", {});
    await world.work();
    const all = await org.deadLetters();
    expect(all.map((letter) => `${letter.provider}/${letter.resource_name}`)).toEqual([
      "pragma/c",
      "test/c",
      "test/b",
      "test/a",
    ]);
    const first = await listDeadLetters(world.core, org.context, { provider: "test" }, { limit: 2 });
    expect(first.letters.map((letter) => letter.resource_name)).toEqual(["c", "b"]);
    const rest = await listDeadLetters(world.core, org.context, { provider: "test" }, { limit: 2, after: first.next });
    expect(rest.letters.map((letter) => letter.resource_name)).toEqual(["a"]);
    expect(rest.next).toBeUndefined();

    await deleteDeadLetter(world.core, org.context, all[1]?.event_id ?? "");
    await deleteDeadLetter(world.core, org.context, all[1]?.event_id ?? "");
    expect(await org.deadLetters()).toHaveLength(3);
    expect(await org.standing("test/item/c")).toBe("failed");
    expect(await deleteAllDeadLetters(world.core, org.context, { provider: "test" })).toEqual({ deleted_count: 2 });
    expect(await deleteAllDeadLetters(world.core, org.context, {})).toEqual({ deleted_count: 1 });
  });

  it("of one provider are not those of another whose name starts the same", async () => {
    for (const provider of ["test", "test-2"]) {
      await world.pool.query(
        `INSERT INTO dead_letters (event_id, organization_id, resource_key, event_type, payload, error_message, attempt_count, correlation_id)
         VALUES (gen_random_uuid(), $1, $2, 'CREATE', '{}', 'x', 1, 'c')`,
        [org.id, `${provider}/item/a`],
      );
    }
    expect(await deleteAllDeadLetters(world.core, org.context, { provider: "test" })).toEqual({ deleted_count: 1 });
    const [left] = await org.deadLetters();
    expect(left).toMatchObject({ provider: "test-2" });
  });

  it("can be answered late by their event", async () => {
    await org.apply(key, { value: 1 });
    const { settle } = await world.hold(key);
    await settle(reject());
    expect(await settle(succeed({}))).toBe(false);
    expect(await org.deadLetters()).toHaveLength(1);
  });
});

describe("groups of dead letters", () => {
  const groups = async (filter = {}) =>
    (await groupDeadLetters(world.core, org.context, filter)).map(({ example, count }) => [count, example]);

  it("have the same error but for names, ids and numbers, and filter the list", async () => {
    for (const name of ["a", "b", "c"]) {
      const at = `test/item/${name}`;
      world.provider.answer(at, reject(`${at} (resource:test_item_${name}): port 5${name === "a" ? 1 : 2} is taken`));
      await org.apply(at, { value: 1 });
    }
    world.provider.answer("test/open/d", reject("no such database"));
    await org.apply("test/open/d", {});
    await world.work();
    expect(await groups()).toEqual([
      [3, "test/item/c (resource:test_item_c): port 52 is taken"],
      [1, "no such database"],
    ]);
    expect(await groups({ text: "DATABASE" })).toEqual([[1, "no such database"]]);
    expect(await groups({ provider: "other" })).toEqual([]);
    const [taken] = await groupDeadLetters(world.core, org.context, {});
    const { rows } = await listDeadLetterRows(world.core, org.context, { kind: taken?.kind }, { limit: 10 });
    expect(rows.map(({ resource_name }) => resource_name).sort()).toEqual(["a", "b", "c"]);
    const all = await listDeadLetterRows(world.core, org.context, {}, { limit: 10 });
    const ofTaken = all.rows.filter(({ kind }) => kind === taken?.kind);
    expect(ofTaken.map(({ event_id }) => event_id)).toEqual(rows.map(({ event_id }) => event_id));
    expect(await countDeadLetters(world.core, org.context)).toBe(4);
  });

  it("are retried without the others, and of them only what a provider or a text finds", async () => {
    for (const name of ["a", "b", "c"]) {
      const at = `test/item/${name}`;
      world.provider.answer(at, reject(`${at}: port 5${name === "a" ? 1 : 2} is taken`));
      await org.apply(at, { value: 1 });
    }
    world.provider.answer("test/open/d", reject("no such database"));
    await org.apply("test/open/d", {});
    await world.work();
    const all = () => org.standings("test/item/a", "test/item/b", "test/item/c", "test/open/d");
    const [taken] = await groupDeadLetters(world.core, org.context, {});
    const kind = taken?.kind;
    const retried = async (filter: Parameters<typeof retryAllDeadLetters>[2]) => {
      const { retried_count, skipped_count } = await retryAllDeadLetters(world.core, org.context, filter);
      expect(skipped_count).toBe(0);
      return retried_count;
    };
    expect(taken).toMatchObject({ count: 3 });
    expect(await retried({ kind, provider: "other" })).toBe(0);
    expect(await retried({ kind, text: "database" })).toBe(0);
    expect(await retried({ kind: "0".repeat(32) })).toBe(0);
    expect(await all()).toEqual(["failed", "failed", "failed", "failed"]);
    expect(await retried({ kind, text: "ITEM/A" })).toBe(1);
    expect(await retried({ kind, provider: "test" })).toBe(2);
    await world.work();
    expect(await all()).toEqual(["ready", "ready", "ready", "failed"]);
    expect(await groups()).toEqual([[1, "no such database"]]);
    expect(await retried({ text: "DATABASE" })).toBe(1);
    await world.work();
    expect(await all()).toEqual(["ready", "ready", "ready", "ready"]);
  });

  it("are those of the organization alone", async () => {
    expect(await groups()).toEqual([]);
    expect(await countDeadLetters(world.core, org.context)).toBe(0);
  });
});
