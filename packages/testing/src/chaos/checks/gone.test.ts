import { expect, it } from "vitest";
import { makeFacts, makeHandler, makeHistory, makeRequest } from "../make-facts.ts";
import { gone } from "./gone.ts";

const history = makeHistory([
  "CREATE ->pending event-1",
  "CREATE pending>processing event-1",
  "CREATE processing>ready event-1",
  "DELETE ready>pending event-2",
  "DELETE pending>processing event-2",
  "DELETE processing>- event-2",
]);
const create = makeHandler({ number: 0, operationId: "event-1", beganAt: 2100, endedAt: 2900 });
const remove = makeHandler({ number: 1, method: "delete", operationId: "event-2", beganAt: 5100, endedAt: 5900 });

it("accepts a confirmed delete, and one that no provider ever saw", () => {
  expect(gone.run(makeFacts({ history, handlers: [create, remove] }))).toEqual([]);
  const unseen = makeHistory(["CREATE ->draft", "DELETE draft>-"]);
  expect(gone.run(makeFacts({ history: unseen }))).toEqual([]);
});

it("finds one that was removed although its provider confirmed nothing", () => {
  const threw = { ...remove, end: "threw" as const };
  expect(gone.run(makeFacts({ history, handlers: [create, threw] }))).toHaveLength(1);
  const cancelled = makeHistory([
    "CREATE ->pending event-1",
    "CREATE pending>processing event-1",
    "CANCEL processing>failed event-1",
    "DELETE failed>-",
  ]);
  expect(gone.run(makeFacts({ history: cancelled, handlers: [create] }))).toHaveLength(1);
});

it("finds one that was removed while its handler still ran", () => {
  const slow = { ...create, endedAt: 8000 };
  const [found] = gone.run(makeFacts({ history, handlers: [slow, remove] }));
  expect(found?.message).toContain("while create (handler 0) ran");
});

it("lets a forgotten resource go without confirmation", () => {
  const forgotten = makeHistory(["CREATE ->pending event-1", "CREATE pending>processing event-1", "DELETE failed>-"]);
  const request = makeRequest({ kind: "delete", key: "chaos/object/a", orphan: true });
  expect(gone.run(makeFacts({ history: forgotten, handlers: [create], requests: [request] }))).toEqual([]);
});

it("distinguishes the lives of a name", () => {
  const again = makeHistory(["CREATE ->draft", "DELETE draft>-"]).map((row, index) => ({
    ...row,
    id: 7 + index,
    at: 7000,
  }));
  expect(gone.run(makeFacts({ history: [...history, ...again], handlers: [create, remove] }))).toEqual([]);
});

it("lets a resource go without confirmation whose object is to be kept", () => {
  const apply = (on_delete: "keep" | "delete") =>
    makeRequest({ kind: "apply", key: "chaos/object/a", state: "pending", config: {}, handling: { on_delete } });
  const went = [
    ...history.slice(0, 4),
    ...makeHistory(["DELETE pending>-"]).map((row) => ({ ...row, id: 5, at: 5000 })),
  ];
  const facts = { history: went, handlers: [create] };
  expect(gone.run(makeFacts({ ...facts, requests: [apply("keep")] }))).toEqual([]);
  expect(gone.run(makeFacts({ ...facts, requests: [apply("delete")] }))).toHaveLength(1);
});

it("lets go what was refused since it is there, and finds what was refused for another reason", () => {
  const steps = ["CREATE ->pending event-1", "CREATE pending>processing event-1", "CREATE processing>failed event-1"];
  const failed = (error: string) => [
    ...makeHistory(steps, { error }),
    ...makeHistory(["DELETE failed>-"], { id: 9, at: 9000 }),
  ];
  const threw = { ...create, end: "threw" as const };
  expect(gone.run(makeFacts({ history: failed("The volume t1 exists already"), handlers: [threw] }))).toEqual([]);
  expect(gone.run(makeFacts({ history: failed("ordered to fail"), handlers: [threw] }))).toHaveLength(1);
});
