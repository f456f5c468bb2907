import { describe, expect, it } from "vitest";
import type { ShownAction } from "../types.ts";
import {
  countOf,
  entriesOf,
  failedAttemptOf,
  groupActions,
  keysById,
  lastAttempt,
  stateWords,
} from "./action-groups.ts";

const action = (id: string, wave: number, kind: ShownAction["action"] = "create"): ShownAction => ({
  id,
  resource: { id: `resource:${id}`, provider: "pragma", resource: "config", name: id },
  document: null,
  action: kind,
  because: { kind: "declared" },
  changes: [],
  issues: [],
  warnings: [],
  wave,
});

it("groups actions by wave, in order, and puts refusals first", () => {
  const groups = groupActions([action("c", 1), action("a", 0), action("x", 0, "refuse"), action("b", 0)]);
  expect(groups.map(({ title, actions }) => [title, actions.map(({ id }) => id)])).toEqual([
    ["Refused", ["x"]],
    ["Step 1", ["a", "b"]],
    ["Step 2", ["c"]],
  ]);
});

it("has no steps where there is one, and nothing for no actions", () => {
  expect(groupActions([action("a", 0)]).map(({ title }) => title)).toEqual(["Actions"]);
  expect(groupActions([])).toEqual([]);
});

it("does not take what was read for all there is", () => {
  expect([countOf(1, false), countOf(1200, false)]).toEqual(["1 action", "1,200 actions"]);
  expect(countOf(100, true)).toBe("The first 100 actions");
});

describe("equal differences", () => {
  const image = (id: string, more: Partial<ShownAction> = {}): ShownAction => ({
    ...action(id, 0, "update"),
    changes: [{ path: "config.image", before: "1.4.3", after: "1.5.0" }],
    state: "succeeded",
    ...more,
  });
  const shapeOf = (actions: ShownAction[]) =>
    entriesOf(actions).map((entry) => (entry.kind === "one" ? entry.action.id : entry.actions.map(({ id }) => id)));

  it("are one entry where the first of them is", () => {
    const another = image("c", { changes: [{ path: "config.image", before: "1.4.3", after: "2.0.0" }] });
    expect(shapeOf([image("a"), image("b"), another, image("d")])).toEqual([["a", "b", "d"], "c"]);
  });

  it("are not worth one for two, nor for what changes nothing", () => {
    expect(shapeOf([image("a"), image("b")])).toEqual(["a", "b"]);
    expect(shapeOf([action("a", 0), action("b", 0), action("c", 0)])).toEqual(["a", "b", "c"]);
  });

  it("leave out what has something of its own to say, and other types", () => {
    const others = [
      image("failed", { state: "failed", error: "no" }),
      image("warns", { warnings: ["waits for a draft"] }),
      image("type", { resource: { id: "x", provider: "pragma", resource: "secret", name: "x" } }),
    ];
    expect(shapeOf([image("a"), ...others, image("b"), image("c")])).toEqual([
      ["a", "b", "c"],
      "failed",
      "warns",
      "type",
    ]);
  });

  it("say how many are in which state", () => {
    expect(stateWords([image("a"), image("b", { state: "running" }), image("c")])).toBe("1 running, 2 succeeded");
    expect(stateWords([action("a", 0)])).toBe("");
  });
});

it("knows the keys of those that are there", () => {
  expect([...keysById([action("a", 0)])]).toEqual([["resource:a", "pragma/config/a"]]);
});

describe("lastAttempt", () => {
  const tried: Pick<ShownAction, "resource" | "event_id" | "attempts" | "started_at" | "settled_at"> = {
    resource: { id: "resource:notes_note_a", provider: "notes", resource: "note", name: "a" },
    event_id: "0197f2c0-0000-7000-8000-000000000000",
    attempts: 2,
    started_at: "2026-01-01T00:00:00.000Z",
    settled_at: null,
  };

  it("is the one that runs, or the last one", () => {
    expect(lastAttempt(tried)).toEqual({
      eventId: tried.event_id,
      number: 2,
      startedAt: tried.started_at,
      endedAt: null,
    });
    const settled_at = "2026-01-01T00:00:05.000Z";
    expect(lastAttempt({ ...tried, settled_at })?.endedAt).toBe(settled_at);
  });

  it("is none before the first, and of what the platform does itself", () => {
    expect(lastAttempt({ ...tried, attempts: 0 })).toBeNull();
    expect(lastAttempt(action("a", 0))).toBeNull();
    expect(lastAttempt({ ...tried, resource: { ...tried.resource, provider: "pragma" } })).toBeNull();
  });
});

it("knows which attempt an error is of, as long as there may be another", () => {
  const error = "no answer";
  expect(failedAttemptOf({ state: "running", attempts: 2, error })).toBe(1);
  expect(failedAttemptOf({ state: "waiting", attempts: 2, error })).toBe(2);
  expect(failedAttemptOf({ state: "failed", attempts: 5, error })).toBeNull();
  expect(failedAttemptOf({ state: "running", attempts: 1, error: null })).toBeNull();
});
