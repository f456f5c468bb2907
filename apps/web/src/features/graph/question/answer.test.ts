import { describe, expect, it } from "vitest";
import { edgeKey } from "../model/edge-key.ts";
import { type BlastRadius, blastAnswer, causeAnswer, mergeGraphs, type RootCause } from "./answer.ts";
import { blastSentences, effectWords } from "./effect-words.ts";
import { questionOf } from "./question.ts";

const id = (name: string) => `resource:test_item_${name}`;
const key = (name: string) => `test/item/${name}`;

const step = (name: string, cause: RootCause["awaited"][number]["cause"], waiter: string | null) => ({
  ...{ id: id(name), key: key(name), lifecycle_state: "pending" as const, cause, deleting: false },
  waiter: waiter === null ? null : key(waiter),
});
const told = {
  ...{ unfit_connection: null, error: null, error_kind: null, since: null },
  ...{ event_id: null, attempt: null, next_attempt_at: null },
};

const affected = (name: string, more: Partial<BlastRadius["affected"][number]> = {}) => ({
  ...{ id: id(name), key: key(name), lifecycle_state: "ready" as const, distance: 1, through: key("a") },
  ...{ updated: false, waiting: false, deletion: null, protected: false },
  ...more,
});
const start = affected("a", { distance: 0, through: null, deletion: "goes" });

describe("what the graph shows of a root cause", () => {
  const awaited = [
    step("c", "waits", null),
    step("b", "waits", "c"),
    step("a", "failed", "b"),
    step("x", "queued", "c"),
  ];
  const cause: RootCause = {
    explanation: {
      way: awaited.slice(0, 3).map((one) => ({ ...one, ...told })),
      ...{ others: 0, truncated: false, max_attempts: 5 },
    },
    awaited,
    edges: [{ from: id("c"), to: id("b"), kind: "dependency" }],
  };

  it("is all that is awaited, with the way to the cause, which is named", () => {
    const answer = causeAnswer(cause);
    expect(answer.graph.nodes.map(({ name }) => name)).toEqual(["c", "b", "a", "x"]);
    expect([...answer.ids]).toHaveLength(4);
    expect(answer.focus).toEqual(["c", "b", "a"].map(id));
    expect([...answer.path]).toEqual([edgeKey(id("b"), id("c")), edgeKey(id("a"), id("b"))]);
    expect([...answer.notes]).toEqual([[id("a"), "root cause"]]);
  });

  it("is nothing where nothing keeps it", () => {
    const answer = causeAnswer({ explanation: { ...cause.explanation, way: [] }, awaited: [], edges: [] });
    expect(answer.ids.size + answer.path.size + answer.notes.size).toBe(0);
  });
});

describe("what the graph shows of a blast radius", () => {
  const blast: BlastRadius = {
    affected: [
      start,
      affected("b", { updated: true, deletion: "refused" }),
      affected("c", { updated: true, deletion: "cascade", protected: true, distance: 2, through: key("b") }),
      affected("shared"),
    ],
    edges: [],
    truncated: false,
  };

  it("says what becomes of each, and emphasizes how each is reached", () => {
    const answer = blastAnswer(blast);
    expect([...answer.notes]).toEqual([
      [id("b"), "updated, blocks deletion"],
      [id("c"), "updated, deleted with dependents, protected"],
    ]);
    expect(answer.path.has(edgeKey(id("c"), id("b")))).toBe(true);
    expect(effectWords(affected("x", { deletion: "waits" }))).toEqual(["deletion waits for it"]);
  });

  it("says what follows in sentences", () => {
    expect(blastSentences(blast)).toEqual([
      "When its values change, 2 resources may be updated.",
      "Deleting it is refused while 1 resource uses it.",
      "With its dependents, 2 resources would be deleted besides.",
      "1 resource is protected from deletion.",
    ]);
    const failed = { ...blast, affected: [start, affected("b", { waiting: true, deletion: "refused" })] };
    expect(blastSentences(failed)[0]).toBe("1 resource waits for it.");
    const owning = { ...blast, affected: [start, affected("own", { deletion: "goes" })], truncated: true };
    expect(blastSentences(owning)).toEqual([
      "Nothing is updated when its values change.",
      "Deleting it also deletes at least 1 resource that only it owns.",
      "Nothing else stands in the way of deleting it.",
    ]);
  });
});

it("two graphs merge into one, with the newer states", () => {
  const node = (name: string, lifecycle_state: "ready" | "failed") => ({
    ...{ id: id(name), provider: "test", resource: "item", name },
    lifecycle_state,
  });
  const edge = { from: id("b"), to: id("a"), kind: "dependency" as const };
  const merged = mergeGraphs(
    { nodes: [node("a", "ready"), node("b", "ready")], edges: [edge] },
    { nodes: [node("b", "failed"), node("c", "ready")], edges: [edge] },
  );
  expect(merged.nodes.map(({ name, lifecycle_state }) => `${name} ${lifecycle_state}`)).toEqual([
    "a ready",
    "b failed",
    "c ready",
  ]);
  expect(merged.edges).toHaveLength(1);
});

it("a question has a mode and a resource", () => {
  expect(questionOf({ mode: "cause", of: null })).toBeNull();
  expect(questionOf({ mode: "blast", of: key("a") })).toEqual({ mode: "blast", of: key("a") });
});
