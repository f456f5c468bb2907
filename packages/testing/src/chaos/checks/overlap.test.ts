import { expect, it } from "vitest";
import { makeFacts, makeHandler } from "../make-facts.ts";
import { overlap } from "./overlap.ts";

const first = makeHandler({ number: 0, beganAt: 1000, endedAt: 2000 });

it("accepts handlers one after another, and those of different resources", () => {
  const second = makeHandler({ number: 1, beganAt: 2000, endedAt: 2100 });
  const other = makeHandler({ number: 2, id: "resource:chaos_object_b", beganAt: 1500, endedAt: 2100 });
  const elsewhere = makeHandler({ number: 3, space: "org1", beganAt: 1500, endedAt: 2100 });
  expect(overlap.run(makeFacts({ handlers: [first, second, other, elsewhere] }))).toEqual([]);
});

it("finds one that begins while another runs, or never ended", () => {
  const second = makeHandler({ number: 1, method: "delete", beganAt: 1999, endedAt: 2100 });
  expect(overlap.run(makeFacts({ handlers: [first, second] }))).toMatchObject([{ key: "chaos/object/a", at: 1999 }]);
  const endless = makeHandler({ number: 0, endedAt: null, end: null });
  expect(overlap.run(makeFacts({ handlers: [endless, second] }))).toHaveLength(1);
});

it("finds one inside a long one after a short one", () => {
  const short = makeHandler({ number: 1, beganAt: 1200, endedAt: 1300 });
  const third = makeHandler({ number: 2, beganAt: 1900, endedAt: 1950 });
  expect(overlap.run(makeFacts({ handlers: [first, short, third] })).map(({ at }) => at)).toEqual([1200, 1900]);
});

it("excuses a machine that stands still, and nothing that stands still on it", () => {
  const handlers = [first, makeHandler({ number: 1, beganAt: 1800 })];
  const stall = { what: "stall", whom: "machine", from: 1100, until: 1900 } as const;
  expect(overlap.run(makeFacts({ handlers, disturbances: [stall] }))).toEqual([]);
  expect(overlap.run(makeFacts({ handlers, disturbances: [{ ...stall, from: 1850 }] }))).toHaveLength(1);
  for (const whom of ["worker 0", "provider", "egress", "database"]) {
    const pause = { what: "pause", whom, from: 1100, until: 1900 } as const;
    expect(overlap.run(makeFacts({ handlers, disturbances: [pause] }))).toHaveLength(1);
  }
});

it("accepts a check beside an event", () => {
  const look = makeHandler({ number: 1, method: "read", operationId: first.id, beganAt: 1500 });
  expect(overlap.run(makeFacts({ handlers: [first, look] }))).toEqual([]);
});
