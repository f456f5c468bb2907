import { type OutcomeCount, outcomeWords } from "@pragma/contract";
import { testEach } from "@pragma/testing/test-each";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { settleChange } from "../../core/src/foundation/change-progress/settle-change.ts";
import type { Organization } from "../../core/test/support/organization.ts";
import { reject } from "../../core/test/support/script.ts";
import { createWorld, type World } from "../../core/test/support/world.ts";
import { type Caller, callerOf } from "./support/callers.ts";

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

type Documents = NonNullable<Parameters<Caller["changes"]["plan"]>[0]["documents"]>;

const item = (name: string, config: object = { text: name }) =>
  ({ provider: "test", resource: "item", name, config: config as Record<string, never> }) as const;
const settings = (name: string, data: object = {}) =>
  ({ provider: "pragma", resource: "config", name, config: { data } as unknown as Record<string, never> }) as const;
const follower = (name: string, of: string) => item(name, { value: `\${test/item/${of}.outputs.text}` });

async function apply(documents: Documents, more: object = {}): Promise<string> {
  const { id } = await caller.changes.plan({ documents, ...more });
  await caller.changes.applyPlan({ id });
  return id;
}

async function finish(id: string): Promise<void> {
  await world.work();
  await settleChange(world.core.db, org.id, id);
}

async function applied(documents: Documents, more: object = {}): Promise<string> {
  const id = await apply(documents, more);
  await finish(id);
  return id;
}

/** More actions than a page of the timeline has. */
const LARGE = "one of 2,000";

const RECORDED: Record<string, () => Promise<string>> = {
  "a plan": async () => (await caller.changes.plan({ documents: [item("a"), item("b")] })).id,
  "one that has just begun": () => apply([item("a"), item("b")]),
  "one that is half done": async () => {
    const id = await apply([item("a"), follower("b", "a")]);
    await world.step();
    return id;
  },
  "one that created": () => applied([item("a"), settings("b")]),
  "one that updated, and whose followers ran or were checked": async () => {
    const value = (name: string, key: string) => item(name, { value: `\${pragma/config/root.outputs.${key}}` });
    await applied([settings("root", { a: 1, b: 1 }), value("runs", "a"), value("is-checked", "b")]);
    return applied([settings("root", { a: 2, b: 1 })]);
  },
  "one that failed, with what waits below": async () => {
    world.provider.answer("test/item/a", reject("no such luck"));
    return applied([item("a"), follower("b", "a"), item("c")]);
  },
  "one that was ended before all had begun": async () => {
    const id = await apply([item("a"), follower("b", "a"), follower("c", "b")]);
    await caller.changes.end({ id });
    await finish(id);
    return id;
  },
  "one that was ended before its followers were looked at": async () => {
    await applied([settings("root", { a: 1 }), item("runs", { value: "${pragma/config/root.outputs.a}" })]);
    const id = await apply([settings("root", { a: 2 })]);
    await caller.changes.end({ id });
    await finish(id);
    return id;
  },
  "one that was retried": async () => {
    world.provider.answer("test/item/a", reject("no such luck"));
    const id = await applied([item("a"), follower("b", "a")]);
    await caller.resources.retry({ id: "test/item/a" });
    await finish(id);
    return id;
  },
  "one that a later change took over from": async () => {
    const id = await apply([follower("a", "absent"), item("b")]);
    await applied([item("a")]);
    await finish(id);
    return id;
  },
  "one that deletes": async () => {
    await applied([item("a"), item("b")]);
    const { id } = await caller.changes.plan({ delete: [{ resource: "test/item/a" }] });
    await caller.changes.applyPlan({ id });
    await finish(id);
    return id;
  },
  "one that saves a draft": () => applied([{ ...item("a"), lifecycle_state: "draft" }]),
  "one that was discarded": async () => {
    const { id } = await caller.changes.plan({ documents: [item("a")] });
    await caller.changes.discard({ id });
    return id;
  },
  "a revert": async () => {
    const id = await applied([item("a"), settings("b")]);
    const undo = await caller.changes.revert({ id });
    await caller.changes.applyPlan({ id: undo.id });
    await finish(undo.id);
    return undo.id;
  },
  [LARGE]: () => applied(Array.from({ length: 2000 }, (_, index) => settings(`many-${index}`))),
};

describe("what has become of a change, in words, is what its rows say", () => {
  testEach(
    Object.entries(RECORDED).filter(([name]) => name !== LARGE),
    Object.entries(RECORDED).filter(([name]) => name === LARGE),
  )("of %s", async ([, record]) => {
    const id = await record();
    const { change, progress } = await caller.changes.get({ id });
    const rows = await actionsOf(id);
    expect(byOutcome(progress.outcomes)).toEqual(
      byOutcome(rows.map((row) => ({ ...kindOf(row, change.blocked), count: 1 }))),
    );
    const said = outcomeWords(progress.outcomes).map((words) => Number(words.split(" ")[0]?.replaceAll(",", "")));
    expect(said.reduce((sum, count) => sum + count, 0)).toBe(change.applied_at === null ? 0 : rows.length);
    const failed = rows.filter(({ state }) => state === "failed").length;
    expect(progress).toMatchObject({ total: rows.length, failed });

    const { actions, truncated } = await caller.changes.timeline({ id });
    expect(truncated).toBe(false);
    expect(actions).toEqual(
      (change.applied_at === null ? [] : rows).map((row) => ({
        id: row.id,
        resource: row.resource.id,
        key: `${row.resource.provider}/${row.resource.resource}/${row.resource.name}`,
        action: row.action,
        state: row.state,
        wave: row.wave,
        attempts: row.attempts,
        notBegun: kindOf(row, change.blocked).outcome === "not_begun",
        canBeRetried: kindOf(row, change.blocked).outcome === "failed",
        startedAt: row.started_at,
        settledAt: row.settled_at,
      })),
    );
  });
});

it("is named by its undo, whether or not it has a message", async () => {
  const unnamed = await applied([item("a"), settings("b")]);
  expect(await caller.changes.revert({ id: unnamed })).toMatchObject({ message: 'Revert "Create 2"' });
  const named = await applied([settings("b", { a: 1 })], { message: "Bigger disks\n\nThey were full." });
  expect(await caller.changes.revert({ id: named })).toMatchObject({ message: 'Revert "Bigger disks"' });
});

describe("an action that failed can be retried", () => {
  const retriable = async (id: string): Promise<string[]> =>
    (await caller.changes.timeline({ id })).actions.flatMap(({ canBeRetried, key }) => (canBeRetried ? [key] : []));
  const failing = (error: string) => {
    world.provider.answer("test/item/a", reject(error));
    return applied([item("a", { text: error })]);
  };

  it("as long as its resource is failed, and by this action", async () => {
    const first = await failing("no such luck");
    expect(await retriable(first)).toEqual(["test/item/a"]);
    const second = await failing("no luck again");
    expect(await retriable(first)).toEqual([]);
    expect(await retriable(second)).toEqual(["test/item/a"]);
    await applied([item("a", { text: "well" })]);
    expect(await retriable(second)).toEqual([]);
  });

  it("also once its failure was deleted, and not twice", async () => {
    const id = await failing("no such luck");
    const [{ event_id: eventId = null } = {}] = await actionsOf(id);
    await caller.deadLetters.delete({ eventIds: [eventId ?? ""] });
    expect(await retriable(id)).toEqual(["test/item/a"]);
    await caller.resources.retry({ id: "test/item/a" });
    await finish(id);
    expect(await retriable(id)).toEqual([]);
  });
});

type Row = Awaited<ReturnType<Caller["changes"]["actions"]>>["items"][number];

async function actionsOf(id: string): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: { wave: number; id: string } | null = null;
  do {
    const page: Awaited<ReturnType<Caller["changes"]["actions"]>> = await caller.changes.actions({ id, cursor });
    rows.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return rows;
}

/** As a reader of its row would put it. */
function kindOf(row: Row, blocked: readonly { resource: string }[]): Pick<OutcomeCount, "action" | "outcome"> {
  const { action, state = null, error, event_id: event, attempts } = row;
  const isIdle = action === "follow" && state === "succeeded" && event === null && attempts === 0;
  if (isIdle) return { action: "checked", outcome: "succeeded" };
  if (state === "failed" && blocked.some(({ resource }) => resource === row.resource.id))
    return { action, outcome: "blocked" };
  if (state === "failed" && error?.startsWith("not begun: ended by ")) return { action, outcome: "not_begun" };
  return { action, outcome: state === "waiting" || state === "running" ? "open" : state };
}

function byOutcome(outcomes: readonly OutcomeCount[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { action, outcome, count } of outcomes)
    found[`${action} ${outcome}`] = (found[`${action} ${outcome}`] ?? 0) + count;
  return found;
}
