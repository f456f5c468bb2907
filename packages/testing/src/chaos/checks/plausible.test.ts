import { describe, expect, it } from "vitest";
import type { RequestFact } from "../facts.ts";
import { KEY, makeFacts, makeHistory, makeRequest } from "../make-facts.ts";
import type { Operation } from "../operation.ts";
import { plausible } from "./plausible.ts";

const config = { space: "org0", text: "one" };
const apply = makeRequest(
  { kind: "apply", key: KEY, state: "pending", config },
  { id: "apply", startedAt: 9000, endedAt: 11_000 },
);
/** Absent until 10 s, then pending, ready from 30 s on, being deleted from 50 s on, gone from 70 s on. */
const history = [
  "CREATE ->pending event-1",
  "CREATE pending>processing event-1",
  "CREATE processing>ready event-1",
  "DELETE ready>pending event-2",
  "DELETE pending>processing event-2",
  "DELETE processing>- event-2",
].flatMap((step, index) =>
  makeHistory([step]).map((row) => ({
    ...row,
    id: index + 1,
    at: [10_000, 20_000, 30_000, 50_000, 60_000, 70_000][index] as number,
    correlationId: index < 3 ? "apply" : "delete",
  })),
);

function found(operation: Operation, seconds: number, answer: Partial<RequestFact>): number {
  const at = seconds * 1000;
  const request = makeRequest(operation, { id: "asked", startedAt: at, endedAt: at + 10, ...answer });
  return plausible.run(makeFacts({ history, requests: [apply, request] })).length;
}

const problem = (code: string, state: string) => ({ type: `urn:pragma:error:${code}`, current_state: state });

describe("plausible", () => {
  it("accepts acknowledged changes that are in the history", () => {
    expect(plausible.run(makeFacts({ history, requests: [apply] }))).toEqual([]);
  });

  it("finds an acknowledged change without a trace", () => {
    const lost = { kind: "apply", key: KEY, state: "pending", config: { space: "org0", text: "lost" } } as const;
    expect(found(lost, 40, { status: 200 })).toBe(1);
    expect(found({ ...lost, config }, 40, { status: 200 })).toBe(0);
    expect(found({ kind: "cancel", key: KEY }, 40, { status: 200 })).toBe(1);
  });

  it("finds a 404 for a resource that existed, and a 204 for one that stayed", () => {
    const get = { kind: "get", key: KEY } as const;
    expect([found(get, 5, { status: 404 }), found(get, 40, { status: 404 })]).toEqual([0, 1]);
    const remove = { kind: "delete", key: KEY } as const;
    expect([found(remove, 80, { status: 204 }), found(remove, 40, { status: 204 })]).toEqual([0, 1]);
    expect([found(remove, 55, { status: 200 }), found(remove, 40, { status: 200 })]).toEqual([0, 1]);
  });

  it("finds a state, a generation or a config that never was", () => {
    const get = { kind: "get", key: KEY } as const;
    const shown = { lifecycle_state: "ready", generation: 1, config };
    expect(found(get, 40, { status: 200, answer: shown })).toBe(0);
    expect(found(get, 15, { status: 200, answer: shown })).toBe(1);
    expect(found(get, 40, { status: 200, answer: { ...shown, generation: 2 } })).toBe(1);
    expect(found(get, 40, { status: 200, answer: { ...shown, config: { text: "two" } } })).toBe(1);
  });

  it("finds a conflict with a state that the resource was not in", () => {
    const cancel = { kind: "cancel", key: KEY } as const;
    expect(found(cancel, 40, { status: 409, answer: problem("not_cancellable", "ready") })).toBe(0);
    expect(found(cancel, 40, { status: 409, answer: problem("not_cancellable", "failed") })).toBe(1);
    const again = { kind: "apply", key: KEY, state: "pending", config: {} } as const;
    expect(found(again, 55, { status: 409, answer: problem("deletion_in_progress", "pending") })).toBe(0);
    expect(found(again, 15, { status: 409, answer: problem("deletion_in_progress", "pending") })).toBe(1);
  });

  it("finds a failed precondition that was not requested", () => {
    const again = { kind: "apply", key: KEY, state: "pending", config: {} } as const;
    expect(found(again, 40, { status: 412 })).toBe(1);
    expect(found({ ...again, createOnly: true }, 40, { status: 412 })).toBe(0);
    expect(found({ ...again, createOnly: true }, 5, { status: 412 })).toBe(1);
  });
});
