import { expect, it } from "vitest";
import { makeFacts, makeHandler, makeHistory, makeRequest, makeResource } from "../make-facts.ts";
import { parts } from "./parts.ts";

const key = "chaos/assembly/x";
const history = makeHistory(
  ["CREATE ->pending event-1", "CREATE pending>processing event-1", "CREATE processing>ready event-1"],
  { key },
);
const config = { space: "org0", text: "one", parts: ["a"] };
const handlers = [makeHandler({ id: "resource:chaos_assembly_x", config })];
const part = (name: string, deleting = false) =>
  makeResource({ key: `chaos/object/x.${name}`, owners: [key], deleting });
const found = (...owned: ReturnType<typeof part>[]): number =>
  parts.run(makeFacts({ history, handlers, resources: [makeResource({ key }), ...owned] })).length;

it("accepts the parts that were applied, and others on their way out", () => {
  expect(found(part("a"))).toBe(0);
  expect(found(part("a"), part("b", true))).toBe(0);
});

it("accepts a part that others need, or that a client removed", () => {
  const needed = { space: "org0", from: "chaos/plain/y", to: "chaos/object/x.b", kind: "dependency" };
  const resources = [makeResource({ key }), part("a"), part("b")];
  expect(parts.run(makeFacts({ history, handlers, resources, edges: [needed] }))).toEqual([]);
  const remove = { kind: "delete", key: "chaos/object/x.a" } as const;
  const taken = makeHistory(["DELETE ready>-"], { key: remove.key, correlationId: "taken" });
  const facts = { history: [...history, ...taken], handlers, requests: [makeRequest(remove, { id: "taken" })] };
  expect(parts.run(makeFacts({ ...facts, resources: [makeResource({ key })] }))).toEqual([]);
});

it("finds a missing part, and one that stays", () => {
  expect(found()).toBe(1);
  expect(found(part("a"), part("b"))).toBe(1);
});
