import { DEFAULT_HANDLING } from "@pragma/contract";
import { expect, it } from "vitest";
import { KEY, makeFacts, makeHistory, makeRequest, makeResource } from "../make-facts.ts";
import { values } from "./values.ts";

const config = { space: "org0", text: "${chaos/plain/b.outputs.digest}" };
const b = makeResource({ key: "chaos/plain/b", outputs: { digest: "new" } });

it("accepts values resolved from current ones, and values that cannot be checked", () => {
  const resource = makeResource({ config, resolvedConfig: { space: "org0", text: "new" } });
  expect(values.run(makeFacts({ resources: [resource, b] }))).toEqual([]);
  expect(values.run(makeFacts({ resources: [resource] }))).toEqual([]);
});

it("finds an old value in a ready resource, unless it is marked stale", () => {
  const resource = makeResource({ config, resolvedConfig: { space: "org0", text: "old" } });
  expect(values.run(makeFacts({ resources: [resource, b] }))).toHaveLength(1);
  expect(values.run(makeFacts({ resources: [{ ...resource, stale: true }, b] }))).toEqual([]);
});

it("does not accept a value of another organization", () => {
  const resource = makeResource({ config, resolvedConfig: { space: "org0", text: "foreign" } });
  const foreign = { ...b, space: "org1", outputs: { digest: "foreign" } };
  expect(values.run(makeFacts({ resources: [resource, b, foreign] }))).toHaveLength(1);
});

it("finds an acknowledged apply that was lost", () => {
  const apply = { kind: "apply", key: KEY, state: "draft", config: { space: "org0", text: "one" } } as const;
  const history = makeHistory(["CREATE ->draft"]);
  const facts = { history, requests: [makeRequest(apply)] };
  const stored = makeResource({ state: "draft", config: apply.config });
  expect(values.run(makeFacts({ ...facts, resources: [stored] }))).toEqual([]);
  const lost = { ...stored, config: { space: "org0", text: "zero" } };
  expect(values.run(makeFacts({ ...facts, resources: [lost] }))).toHaveLength(1);
});

it("finds a settled resource that awaits an event, or is ready in an old generation", () => {
  const found = (resource: Parameters<typeof makeResource>[0]) =>
    values.run(makeFacts({ resources: [makeResource(resource)] })).length;
  expect([found({}), found({ pendingEventId: "e" }), found({ generation: 2 })]).toEqual([0, 1, 1]);
  expect(found({ state: "pending", pendingEventId: "e", generation: 2 })).toBe(0);
});

it("does not expect that what is ignored was sent", () => {
  const handling = { ...DEFAULT_HANDLING, ignore: ["text"] };
  const resource = makeResource({ config, resolvedConfig: { space: "org0", text: "old" }, handling });
  expect(values.run(makeFacts({ resources: [resource, b] }))).toEqual([]);
});
