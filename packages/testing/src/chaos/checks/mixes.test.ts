import { expect, it } from "vitest";
import { makeFacts, makeHandler, makeResource } from "../make-facts.ts";
import { idOf } from "../operation.ts";
import { mixes } from "./mixes.ts";

/** d uses a, and b, which uses a. */
const [a, b, d] = ["chaos/plain/a", "chaos/plain/b", "chaos/plain/d"] as const;
const use = (key: string) => ({
  ...{ provider: "chaos", resource: "plain", name: key.slice(-1) },
  field: "outputs.digest",
});
const resources = [
  makeResource({ key: a, config: { inputs: {} } }),
  makeResource({ key: b, config: { inputs: { in0: use(a) } } }),
  makeResource({ key: d, config: { inputs: { in0: use(a), in1: `<\${${b}.outputs.digest}>` } } }),
];
const run = (number: number, key: string, inputs: Record<string, string>, digest: string) =>
  makeHandler({
    number,
    id: idOf(key),
    method: "update",
    beganAt: 1000 + number,
    config: { inputs },
    outputs: { digest },
  });
const made = [run(0, a, {}, "a1"), run(1, b, { in0: "a1" }, "b1"), run(2, a, {}, "a2"), run(3, b, { in0: "a2" }, "b2")];
const found = (inputs: Record<string, string>): number =>
  mixes.run(
    makeFacts({ resources, handlers: [...made, run(4, d, inputs, "d")], calmChanges: { from: 1000, until: 2000 } }),
  ).length;

it("accepts values of one state", () => {
  expect(found({ in0: "a1", in1: "<b1>" })).toBe(0);
  expect(found({ in0: "a2", in1: "<b2>" })).toBe(0);
});

it("finds an old value beside one that follows from a new one, and vice versa", () => {
  expect(found({ in0: "a1", in1: "<b2>" })).toBe(1);
  expect(found({ in0: "a2", in1: "<b1>" })).toBe(1);
});

it("expects nothing while the graph changes", () => {
  const handlers = [...made, run(4, d, { in0: "a1", in1: "<b2>" }, "d")];
  expect(mixes.run(makeFacts({ resources, handlers }))).toEqual([]);
});
