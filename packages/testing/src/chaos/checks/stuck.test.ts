import { expect, it } from "vitest";
import type { EdgeFact, StoredResource } from "../facts.ts";
import { makeFacts, makeResource } from "../make-facts.ts";
import { stuck } from "./stuck.ts";

const a = "chaos/object/a";
const b = "chaos/object/b";

function found(resources: StoredResource[], edges: EdgeFact[] = []): (string | null)[] {
  return stuck.run(makeFacts({ resources, edges })).map(({ key }) => key);
}

it("accepts what is settled", () => {
  expect(found([makeResource(), makeResource({ key: b, state: "failed" })])).toEqual([]);
  expect(found([makeResource({ state: "draft", stale: true })])).toEqual([]);
});

it("accepts what waits for something absent, failed or never provisioned, at any distance", () => {
  const waiting = makeResource({ key: a, state: "pending", dependencies: [b] });
  expect(found([waiting])).toEqual([]);
  expect(found([waiting, makeResource({ key: b, state: "failed" })])).toEqual([]);
  expect(found([waiting, makeResource({ key: b, state: "draft", provisioned: false })])).toEqual([]);
  const further = makeResource({ key: b, state: "pending", dependencies: ["chaos/object/absent"] });
  expect(found([waiting, further])).toEqual([]);
});

it("finds what waits for nothing, or for what is ready", () => {
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

it("lets a deletion wait for one that failed to go before it, and for nothing else", () => {
  const going = makeResource({ key: a, state: "pending", deleting: true });
  const edge = { space: "org0", from: b, to: a, kind: "dependency" };
  expect(found([going])).toEqual([a]);
  expect(found([going, makeResource({ key: b, state: "failed", deleting: true })], [edge])).toEqual([]);
  expect(found([going, makeResource({ key: b })], [{ ...edge, kind: "await" }])).toEqual([a]);
});

it("lets a deletion wait for one that is staged while it runs with it, not for one that merely depends on it", () => {
  const going = makeResource({ key: a, state: "pending", deleting: true });
  const staged = makeResource({ key: b, state: "draft" });
  const edge = { space: "org0", from: b, to: a, kind: "running" };
  expect(found([going, staged], [edge])).toEqual([]);
  expect(found([going, staged], [{ ...edge, kind: "dependency" }])).toEqual([a]);
  expect(found([going, makeResource({ key: b })], [edge])).toEqual([a]);
});
