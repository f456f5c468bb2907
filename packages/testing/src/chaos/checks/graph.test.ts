import { expect, it } from "vitest";
import { KEY, makeFacts, makeResource, SPACE } from "../make-facts.ts";
import { idOf } from "../operation.ts";
import { graph } from "./graph.ts";

const B = "chaos/plain/b";
const config = { space: SPACE, text: "${chaos/plain/b.outputs.digest}" };
const resources = [makeResource({ config, dependencies: [B] }), makeResource({ key: B })];
const edge = { from: idOf(KEY), to: idOf(B), kind: "dependency" };

it("accepts a graph with the edges of the resources", () => {
  expect(graph.run(makeFacts({ resources, graphs: [{ space: SPACE, edges: [edge] }] }))).toEqual([]);
});

it("finds a missing edge, and one that no resource has", () => {
  expect(graph.run(makeFacts({ resources, graphs: [{ space: SPACE, edges: [] }] }))).toHaveLength(1);
  const needless = { ...edge, kind: "owner" };
  expect(graph.run(makeFacts({ resources, graphs: [{ space: SPACE, edges: [edge, needless] }] }))).toHaveLength(1);
});

it("finds a reference that is not a dependency", () => {
  expect(graph.run(makeFacts({ resources: [makeResource({ config })] }))).toHaveLength(1);
});

it("finds a cycle, of owners too", () => {
  const ring = [makeResource({ dependencies: [B] }), makeResource({ key: B, owners: [KEY] })];
  expect(graph.run(makeFacts({ resources: ring })).map(({ key }) => key)).toEqual([KEY, B]);
});
