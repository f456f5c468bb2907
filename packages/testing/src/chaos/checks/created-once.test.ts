import { expect, it } from "vitest";
import { makeFacts, makeHandler, makeHistory } from "../make-facts.ts";
import { createdOnce } from "./created-once.ts";

const history = makeHistory(["CREATE ->pending event-1", "CREATE pending>processing event-1"]);
const observe = makeHandler({ number: 0, method: "observe", outputs: null });
const create = makeHandler({ number: 1 });

const faults = (...handlers: (typeof create)[]): string[] =>
  createdOnce.run(makeFacts({ history, handlers })).map(({ message }) => message);

it("accepts a create after an observe that found nothing", () => {
  expect(faults(observe, create)).toEqual([]);
});

it("finds a create without an observe, or after one that found something or failed", () => {
  expect(faults(create)).toHaveLength(1);
  expect(faults({ ...observe, operationId: "event-0" }, create)).toHaveLength(1);
  expect(faults({ ...observe, outputs: { serial: "s0" } }, create)).toHaveLength(1);
  expect(faults({ ...observe, end: "threw" }, create)).toHaveLength(1);
});

it("finds a create of an existing object, unless observe was told not to see it", () => {
  expect(faults(observe, { ...create, existed: true })).toHaveLength(1);
  expect(faults({ ...observe, fault: "blind" }, { ...create, existed: true })).toEqual([]);
});

it("does not expect an observe of a type that cannot", () => {
  const plain = { ...create, id: "resource:chaos_plain_a", existed: true };
  expect(
    createdOnce.run(
      makeFacts({ history: history.map((row) => ({ ...row, key: "chaos/plain/a" })), handlers: [plain] }),
    ),
  ).toEqual([]);
});

it("accepts that somebody made it by hand after the look, and not before", () => {
  const existed = { ...create, existed: true };
  const made = (at: number) => [{ at, space: create.space, id: create.id, what: "make" } as const];
  expect(createdOnce.run(makeFacts({ history, hands: made(observe.beganAt), handlers: [observe, existed] }))).toEqual(
    [],
  );
  const before = makeFacts({ history, hands: made(observe.beganAt - 1), handlers: [observe, existed] });
  expect(createdOnce.run(before)).toHaveLength(1);
});

it("finds a create of a resource that was ready before", () => {
  const steps = [
    "CREATE processing>ready event-0",
    "UPDATE ready>pending event-1",
    "UPDATE pending>processing event-1",
  ];
  const found = createdOnce.run(makeFacts({ history: makeHistory(steps), handlers: [observe, create] }));
  expect(found).toMatchObject([{ message: expect.stringContaining("had been ready") }]);
});

it("accepts that what somebody has removed is created again", () => {
  const steps = [
    "CREATE processing>ready event-0",
    "UPDATE ready>pending event-1",
    "UPDATE pending>processing event-1",
  ];
  const removed = { at: 900, space: create.space, id: create.id, what: "remove" } as const;
  const facts = { history: makeHistory(steps), hands: [removed] };
  expect(createdOnce.run(makeFacts({ ...facts, handlers: [observe, create] }))).toEqual([]);
  const blind = { ...observe, fault: "blind" };
  expect(createdOnce.run(makeFacts({ ...facts, handlers: [blind, { ...create, existed: true }] }))).toHaveLength(1);
});

it("knows what is made anew after its old thing is gone", () => {
  const steps = [
    ...["CREATE ->pending event-1", "CREATE pending>processing event-1", "CREATE processing>ready event-1"],
    ...["UPDATE ready>pending event-2", "UPDATE pending>processing event-2"],
  ];
  const replaced = [...steps, "DELETE processing>pending event-2", "CREATE pending>processing event-2"];
  const handlers = ["event-1", "event-2"].flatMap((operationId, index) => [
    makeHandler({ number: 2 * index, operationId, method: "observe", outputs: null }),
    makeHandler({ number: 2 * index + 1, operationId }),
  ]);
  expect(createdOnce.run(makeFacts({ history: makeHistory(replaced), handlers }))).toEqual([]);
  expect(createdOnce.run(makeFacts({ history: makeHistory(steps), handlers }))).toHaveLength(1);
});
