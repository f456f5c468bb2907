import { LIFECYCLE_STATES } from "@pragma/contract";
import type { Effects, OutgoingEdges, ResourcePatch } from "@pragma/db/queries";
import { describe, expect, it } from "vitest";
import { DomainError } from "../../../foundation/common/errors.ts";
import * as lifecycle from "../index.ts";
import { asHeld } from "../write.ts";
import { EXPECTED } from "./expectations.ts";
import { asGoingRow, asReconcileRow, BY, type ModelRow, patched, rowAt, STANDINGS, type StandingName } from "./rows.ts";

type Step = { patch: ResourcePatch | null; effects: Effects } | null;

const NEW_EVENT = "new event";
const LEASE = { id: "lease", eventId: "", owner: "worker", seconds: 15 };
const NO_EDGES = { dependencies: [], owners: [], running: [] };

const apply =
  (asksPending: boolean, changed: boolean) =>
  (row: ModelRow): Step => {
    const verdict = lifecycle.decideApply(row, asksPending, changed);
    const generation = row.generation + (changed ? 1 : 0);
    return lifecycle.apply(row, verdict, {
      by: BY,
      appliedBy: "{}",
      content: changed ? { generation, resolved_config: null } : {},
      changes: "[]",
      generation,
      newEventId: NEW_EVENT,
      edges: { before: NO_EDGES, after: NO_EDGES },
    });
  };

/** A worker looks at a resource that nothing blocks. */
const reconcile =
  (values: "same" | "others" | "unresolved") =>
  (row: ModelRow): Step => {
    const read = asReconcileRow(row);
    switch (lifecycle.dueStep(row)) {
      case "nothing":
      case "pass on":
        return null;
      case "delete":
        return lifecycle.handOverDeletion(read, lifecycle.nextAttempt(read), LEASE);
      case "hand over":
      case "decide":
        if (values === "unresolved") {
          return lifecycle.failUnresolved(read, { newEventId: NEW_EVENT, error: "not there", errorFacts: "{}" });
        }
        if (values === "same" && !lifecycle.awaitsHandOver(row) && row.error === null) return lifecycle.clearMark(read);
        return lifecycle.handOver(
          read,
          values === "same" && lifecycle.awaitsHandOver(row)
            ? lifecycle.nextAttempt(read)
            : lifecycle.firstAttempt(read, NEW_EVENT),
          { payload: '{"handed":1}', lease: LEASE },
        );
    }
  };

/** The result of the event `event`, held by the lease `lease`. */
const settle =
  (settled: (held: Parameters<typeof lifecycle.fail>[0]) => Step) =>
  (row: ModelRow): Step => {
    const held = {
      organizationId: "org",
      key: row.key,
      eventId: "event",
      eventType: row.event_type ?? ("CREATE" as const),
      generation: row.event_generation ?? row.generation,
      attempt: 1,
      correlationId: "request",
      actor: "{}",
      changeId: null,
      traceparent: null,
      leaseId: "lease",
      resource: row,
    };
    const { guard } = asHeld(held);
    const counts =
      "state" in guard && row.lifecycle_state === guard.state && row.pending_event_id === guard.pendingEventId;
    return counts ? settled(held) : null;
  };

const EVENTS = {
  "apply as draft, same": apply(false, false),
  "apply as draft, changed": apply(false, true),
  "apply as pending, same": apply(true, false),
  "apply as pending, changed": apply(true, true),
  cancel: (row: ModelRow): Step => lifecycle.cancel(row, { by: BY, error: "cancelled by Ann" }),
  retry: (row: ModelRow): Step => lifecycle.retry(row, { by: BY, eventId: "old event" }),
  "next attempt now": (row: ModelRow): Step => lifecycle.hurry(row, { by: BY }),
  "discard the draft": (row: ModelRow): Step =>
    lifecycle.discard(row, {
      by: BY,
      appliedBy: "{}",
      returns: lifecycle.whatReturns(row),
      changes: "[]",
      newEventId: NEW_EVENT,
      edges: { before: NO_EDGES, after: NO_EDGES },
    }),
  detach: (row: ModelRow): Step =>
    lifecycle.isBeingDeleted(row)
      ? null
      : lifecycle.detach(row, {
          by: BY,
          content: { generation: row.generation + 1, resolved_config: null },
          changes: "[]",
          newEventId: NEW_EVENT,
        }),
  delete: (row: ModelRow): Step => {
    if (lifecycle.isBeingDeleted(row)) return null;
    const { patch, effects } = lifecycle.startDeletion(asGoingRow(row), { by: BY, newEventId: NEW_EVENT });
    return {
      patch,
      effects: { ...effects, newEvent: { ...effects.newEvent, previousConfig: row.applied_config, repairs: false } },
    };
  },
  forget: (row: ModelRow): Step => lifecycle.remove(row, BY),
  "reconcile, values the same": reconcile("same"),
  "reconcile, other values": reconcile("others"),
  "reconcile, a value missing": reconcile("unresolved"),
  "reconcile, no handler needed": (row: ModelRow): Step => {
    const read = asReconcileRow(row);
    return lifecycle.dueStep(row) === "delete" ? lifecycle.deletedAtOnce(read, lifecycle.nextAttempt(read)) : null;
  },
  success: settle((held) =>
    held.eventType === "DELETE" ? lifecycle.deleted(held) : lifecycle.succeed(held, { outputs: "{}", payload: "{}" }),
  ),
  "change of its values": settle((held) =>
    held.eventType === "DELETE"
      ? lifecycle.deleted(held)
      : lifecycle.succeed(held, { outputs: '{"a":1}', payload: "{}", spared: [] }),
  ),
  failure: settle((held) => lifecycle.fail(held, { error: "no", errorFacts: null, payload: "{}" })),
  "failure of what exists": settle((held) =>
    lifecycle.fail(held, { error: "no", errorFacts: "{}", payload: "{}", provisioned: true }),
  ),
  "failed attempt": settle((held) => lifecycle.awaitRetry(held, { error: "no", delay: { milliseconds: 1 } })),
  "handed back": settle((held) => lifecycle.handBack(held)),
  mark: (row: ModelRow): Step => (lifecycle.takesMarks(row) ? { patch: { stale_since: "now" }, effects: {} } : null),
} satisfies Record<keyof typeof EXPECTED, (row: ModelRow) => Step>;

type EventName = keyof typeof EVENTS;

const CASES = (Object.keys(EVENTS) as EventName[]).flatMap((event) =>
  (Object.keys(STANDINGS) as StandingName[]).map((standing) => ({ event, standing })),
);

function run(event: EventName, row: ModelRow): Step | string {
  try {
    return EVENTS[event](row);
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

function describeStep(row: ModelRow, step: Step | string): string {
  if (step === null) return "-";
  if (typeof step === "string") return step;
  if (step.patch === null) return "gone";
  const after = patched(row, step.patch);
  const words = [after.lifecycle_state, after.stale_since && "stale", after.deleting_since && "deleting"];
  return [...words, step.effects.newEvent && `+${step.effects.newEvent.eventType}`].filter(Boolean).join(" ");
}

describe("every state × event", () => {
  it("ends in a state that the table of states allows", () => {
    for (const standing of Object.keys(STANDINGS) as StandingName[]) {
      expect(lifecycle.violations(rowAt(standing)), standing).toEqual([]);
    }
    const states = new Set((Object.keys(STANDINGS) as StandingName[]).map((name) => rowAt(name).lifecycle_state));
    expect([...states].sort()).toEqual([...LIFECYCLE_STATES].sort());
  });

  it("has one expectation for each", () => {
    for (const event of Object.keys(EVENTS) as EventName[]) {
      const listed = Object.values<readonly StandingName[]>(EXPECTED[event]).flat();
      expect([...listed].sort(), event).toEqual(Object.keys(STANDINGS).sort());
    }
    expect(CASES.length).toBe(396);
  });

  it.each(CASES)("$standing: $event", ({ event, standing }) => {
    const row = rowAt(standing);
    const step = run(event, row);
    const [expected] =
      Object.entries<readonly StandingName[]>(EXPECTED[event]).find(([, standings]) => standings.includes(standing)) ??
      [];
    expect(describeStep(row, step)).toBe(expected);
    if (step === null || typeof step === "string") return;
    holdsForEach(row, step, event);
  });
});

/** Checks what holds for every transition. */
function holdsForEach(row: ModelRow, { patch, effects }: NonNullable<Step>, event: EventName): void {
  const after = patch === null ? null : patched(row, patch);
  if (after) {
    expect(lifecycle.violations(after)).toEqual([]);
    expect(after.observed_generation).toBeGreaterThanOrEqual(row.observed_generation);
  }
  // An event that is no longer awaited is settled; an awaited one exists.
  const awaited = after?.pending_event_id ?? null;
  if (row.pending_event_id !== null && row.pending_event_id !== awaited) {
    expect(effects.event).toMatchObject({ id: row.pending_event_id, settled: true });
  }
  if (awaited !== null && awaited !== row.pending_event_id) {
    expect([effects.newEvent?.id, effects.restartEvent?.id]).toContain(awaited);
    expect(effects.newEvent?.settled).toBeUndefined();
  }
  // Only an ended event has a dead letter.
  if (effects.deadLetter) {
    expect(awaited).toBeNull();
    expect(after?.error).toBe(effects.deadLetter.error);
  }
  if (event === "mark") return;
  // The history records the transition.
  const steps = effects.history ?? [];
  expect(steps[0]?.fromState).toBe(row.lifecycle_state);
  expect(steps.at(-1)?.toState).toBe(after?.lifecycle_state ?? null);
  for (const [place, { toState }] of steps.slice(0, -1).entries()) expect(steps[place + 1]?.fromState).toBe(toState);
  expect(effects.takeLease !== undefined).toBe(
    after?.lifecycle_state === "processing" && steps.at(-1)?.fromState === "pending",
  );
}

describe("what an apply creates", () => {
  it.each([
    [true, "pending +CREATE"],
    [false, "draft"],
  ])("asked to be processed: %s", (asksPending, expected) => {
    const verdict = lifecycle.decideApply(undefined, asksPending, true);
    const step = lifecycle.apply(undefined, verdict, {
      by: BY,
      appliedBy: "{}",
      content: { generation: 1, resolved_config: null },
      changes: "[]",
      generation: 1,
      newEventId: NEW_EVENT,
      edges: { before: NO_EDGES, after: NO_EDGES },
    });
    const blank = { ...rowAt("draft") };
    expect(describeStep(blank, step)).toBe(expected);
    expect(lifecycle.violations(patched(blank, step.patch))).toEqual([]);
  });
});

describe("an apply that makes a resource wait again", () => {
  const needs = (...dependencies: string[]) => ({ ...NO_EDGES, dependencies });

  it.each<[string, StandingName, before: string[], after: string[], joins: boolean]>([
    ["was left alone as a draft", "provisioned draft", ["x"], ["x"], true],
    ["was left alone while it was to be deleted", "failed deletion", ["x"], ["x"], true],
    ["did not depend on it before", "ready", [], ["x"], true],
    ["depends on nothing", "provisioned draft", ["x"], [], false],
    ["has never given a value", "draft", ["x"], ["x"], false],
    ["is marked already", "failed and stale", ["x"], ["y"], false],
    ["was marked with the others", "provisioned and failed", ["x"], ["x"], false],
  ])("is marked below a mark unless that does not matter: it %s", (_, standing, before, after, joins) => {
    const row = rowAt(standing);
    const { effects } = lifecycle.apply(row, lifecycle.decideApply(row, true, true), {
      by: BY,
      appliedBy: "{}",
      content: { generation: row.generation + 1, resolved_config: null },
      changes: "[]",
      generation: row.generation + 1,
      newEventId: NEW_EVENT,
      edges: { before: needs(...before), after: needs(...after) },
    });
    expect(effects.join?.dependencies).toEqual(joins ? after : undefined);
  });
});

describe("what a draft returns to", () => {
  const FACTS = { by: BY, appliedBy: "{}", changes: "[]", newEventId: NEW_EVENT };
  const edges = { before: NO_EDGES, after: NO_EDGES };
  const applied = (row: ModelRow, asksPending: boolean, config: string): ModelRow => {
    const generation = row.generation + 1;
    const content = { config, generation, resolved_config: null, dependencies: `[${config}]` };
    const verdict = lifecycle.decideApply(row, asksPending, true);
    return patched(row, lifecycle.apply(row, verdict, { ...FACTS, content, generation, edges }).patch);
  };
  const failed = (row: ModelRow): ModelRow => {
    const more = { lifecycle_state: "failed" as const, pending_event_id: null, error: "no", resolved_config: "{}" };
    return { ...row, ...more, observed_generation: row.generation };
  };
  const discarded = (row: ModelRow, after: OutgoingEdges = NO_EDGES): ReturnType<typeof lifecycle.discard> =>
    lifecycle.discard(row, { ...FACTS, returns: lifecycle.whatReturns(row), edges: { before: NO_EDGES, after } });

  it("is what was ready, through any number of drafts", () => {
    const ready = { ...rowAt("ready"), config: '"a"' };
    const { patch } = discarded(applied(applied(ready, false, '"b"'), false, '"c"'));
    expect(patch).toMatchObject({
      lifecycle_state: "ready",
      config: '"a"',
      dependencies: "[]",
      generation: 1,
      error: null,
    });
    expect(patch.resolved_config).toBe(ready.applied_config);
    expect(patch).toMatchObject({ succeeded_config: null, returns_to: null });
  });

  it("is what last succeeded, in the state of what has failed since, as a generation that was not tried", () => {
    const row = failed(applied({ ...rowAt("ready"), config: '"a"' }, true, '"b"'));
    const staged = applied(row, false, '"c"');
    expect([row.generation, staged.generation]).toEqual([2, 3]);
    expect(discarded(staged).patch).toMatchObject({
      lifecycle_state: "failed",
      error: "no",
      config: '"a"',
      generation: 4,
    });
  });

  it("is the generation that failed, if only a value that it uses had changed", () => {
    const row = { ...rowAt("provisioned and failed"), config: '"a"' };
    const { patch } = discarded(applied(row, false, '"b"'));
    expect(patch).toMatchObject({ lifecycle_state: "failed", config: '"a"', generation: 1 });
  });

  it("is forgotten once another config succeeds", () => {
    const pending = applied(rowAt("ready"), true, '"b"');
    expect(pending.succeeded_config).toBe("{}");
    const held = { eventId: "event", eventType: "UPDATE" as const, generation: 2, attempt: 1, leaseId: "lease" };
    const by = { correlationId: "request", actor: "{}", changeId: null, traceparent: null };
    const { patch } = lifecycle.succeed({ ...held, ...by, resource: pending }, { outputs: "{}", payload: "{}" });
    expect(patch).toMatchObject({ succeeded_config: null, returns_to: null });
  });

  it("may have missed changes of what it uses, so that everything below is marked with it", () => {
    const after = { ...NO_EDGES, dependencies: ["x"] };
    const ready = discarded(rowAt("draft of what was ready"), after);
    expect(ready.patch.stale_since).toBe("now");
    expect(ready.effects).toMatchObject({ edges: after, spread: { spared: [] }, reconcileIfStale: true });
    const hadFailed = discarded(rowAt("draft of what had failed"), after);
    expect(hadFailed.patch.stale_since ?? null).toBeNull();
    expect(hadFailed.effects).toMatchObject({ edges: after, join: { dependencies: ["x"] } });
  });
});

it("an apply of a ready resource that stays as it is does nothing, unless it is to be applied again", () => {
  const row = { id: "resource:a", lifecycle_state: "ready", provisioned: true, deleting_since: null } as const;
  expect(lifecycle.decideApply(row, true, false)).toEqual({ kind: "metadata" });
  expect(lifecycle.decideApply(row, true, false, { again: true })).toMatchObject({
    kind: "queue",
    eventType: "UPDATE",
  });
  expect(lifecycle.decideApply(row, false, false, { again: true })).toEqual({ kind: "metadata" });
});

describe("a draft that waits for what is wanted to succeed", () => {
  const WAITING = { next_draft: "{}", change_id: "undo" };
  const held = { eventId: "event", eventType: "UPDATE" as const, generation: 1, attempt: 1, leaseId: "lease" };
  const by = { correlationId: "request", actor: "{}", changeId: "undo", traceparent: null };
  const result = { outputs: "{}", payload: "{}" };

  it("stays through failures, cancels, retries, and deletions that may be withdrawn", () => {
    const running = { ...rowAt("processing"), ...WAITING };
    const failure = { error: "no", errorFacts: null, payload: "{}" };
    const failed = patched(running, lifecycle.fail({ ...held, ...by, resource: running }, failure).patch);
    const cancelled = patched(running, lifecycle.cancel(running, { by: BY, error: "no" }).patch);
    for (const row of [failed, cancelled]) {
      expect(row).toMatchObject({ lifecycle_state: "failed", next_draft: "{}" });
      expect(patched(row, lifecycle.retry(row, { by: BY, eventId: "event" }).patch).next_draft).toBe("{}");
      const leaving = lifecycle.startDeletion(asGoingRow(row), { by: BY, newEventId: NEW_EVENT });
      expect(leaving.patch).not.toHaveProperty("next_draft");
      expect(apply(true, false)(row)?.patch).not.toHaveProperty("next_draft");
    }
  });

  it("gives way to another config, and actions that still await it say so", () => {
    const row = { ...rowAt("failed"), ...WAITING, stale_since: "2026-12-01T00:00:00.000Z" };
    for (const asksPending of [true, false]) {
      const step = apply(asksPending, true)(row);
      expect(step?.patch?.next_draft).toBeNull();
      expect(step?.effects.action).toMatchObject({
        marked: true,
        state: "superseded",
        error: expect.stringContaining("not staged"),
      });
    }
    const content = { generation: 2, config: "{}" };
    expect(
      lifecycle.detach(row, { by: BY, content, changes: "[]", newEventId: NEW_EVENT }).patch.next_draft,
    ).toBeNull();
  });

  it("is staged with the success, in one step that keeps what ran", () => {
    const resource = { ...rowAt("processing and stale"), ...WAITING, has_next_draft: true };
    const success = lifecycle.succeed({ ...held, ...by, resource }, result);
    const staging = apply(false, true)(patched(resource, success.patch)) as ReturnType<typeof lifecycle.apply>;
    const { patch, effects } = lifecycle.stageNext(success, staging);
    const row = patched(resource, patch);
    expect(lifecycle.violations(row)).toEqual([]);
    expect(row).toMatchObject({ lifecycle_state: "draft", generation: 2, succeeded_config: "{}", next_draft: null });
    expect(effects.history?.map(({ toState }) => toState)).toEqual(["ready", "draft"]);
    expect(effects.action).toMatchObject({ state: "succeeded" });
  });

  it("that cannot be staged leaves the success, and a failed action that says why", () => {
    const resource = { ...rowAt("processing"), ...WAITING, has_next_draft: true };
    const { patch, effects } = lifecycle.withoutNext(
      lifecycle.succeed({ ...held, ...by, resource }, result),
      "a circle",
    );
    expect(patched(resource, patch)).toMatchObject({ lifecycle_state: "ready", next_draft: null });
    expect(effects.action).toMatchObject({ state: "failed", error: expect.stringContaining("a circle") });
  });
});
