import { DEFAULT_HANDLING } from "@pragma/contract";
import { expect, it } from "vitest";
import type { EdgeFact, StoredResource } from "../facts.ts";
import { makeFacts, makeResource } from "../make-facts.ts";
import { stuck } from "./stuck.ts";

const a = "chaos/object/a";
const b = "chaos/object/b";

function found(resources: StoredResource[], edges: EdgeFact[] = []): (string | null)[] {
  return stuck.run(makeFacts({ resources, edges })).map(({ key }) => key);
}

it("accepts settled resources", () => {
  expect(found([makeResource(), makeResource({ key: b, state: "failed" })])).toEqual([]);
  expect(found([makeResource({ state: "draft", stale: true })])).toEqual([]);
});

it("accepts waiting for something absent, failed or never provisioned, directly or not", () => {
  const waiting = makeResource({ key: a, state: "pending", dependencies: [b] });
  expect(found([waiting])).toEqual([]);
  expect(found([waiting, makeResource({ key: b, state: "failed" })])).toEqual([]);
  expect(found([waiting, makeResource({ key: b, state: "draft", provisioned: false })])).toEqual([]);
  const further = makeResource({ key: b, state: "pending", dependencies: ["chaos/object/absent"] });
  expect(found([waiting, further])).toEqual([]);
});

it("finds a resource that waits for nothing, or for a ready one", () => {
  expect(found([makeResource({ state: "pending" })])).toEqual([a]);
  expect(found([makeResource({ state: "processing" })])).toEqual([a]);
  expect(found([makeResource({ stale: true })])).toEqual([a]);
  expect(found([makeResource({ state: "pending", dependencies: [b] }), makeResource({ key: b })])).toEqual([a]);
});

it("finds a ring in which each waits for the next", () => {
  const ring = [
    makeResource({ key: a, state: "pending", dependencies: [b] }),
    makeResource({ key: b, state: "pending", dependencies: [a] }),
  ];
  expect(found(ring)).toEqual([a, b]);
});

it("lets a deletion wait for an earlier one that failed, and for nothing else", () => {
  const going = makeResource({ key: a, state: "pending", deleting: true });
  const edge = { space: "org0", from: b, to: a, kind: "dependency" };
  expect(found([going])).toEqual([a]);
  expect(found([going, makeResource({ key: b, state: "failed", deleting: true })], [edge])).toEqual([]);
  expect(found([going, makeResource({ key: b })], [{ ...edge, kind: "await" }])).toEqual([a]);
});

it("lets a deletion wait for a staged resource that runs with it, not for a mere dependent", () => {
  const going = makeResource({ key: a, state: "pending", deleting: true });
  const staged = makeResource({ key: b, state: "draft" });
  const edge = { space: "org0", from: b, to: a, kind: "running" };
  expect(found([going, staged], [edge])).toEqual([]);
  expect(found([going, staged], [{ ...edge, kind: "dependency" }])).toEqual([a]);
  expect(found([going, makeResource({ key: b })], [edge])).toEqual([a]);
});

it("accepts what is paused and what waits for it, unless its dependents keep its last values", () => {
  const handling = { ...DEFAULT_HANDLING, paused: true };
  const waiting = makeResource({ key: a, state: "pending", dependencies: [b] });
  const paused = makeResource({ key: b, state: "pending", provisioned: false, handling });
  expect(found([waiting, paused])).toEqual([]);
  expect(found([waiting, { ...paused, provisioned: true }])).toEqual([a]);
});
