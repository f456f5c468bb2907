import type { Facts, StoredResource } from "../facts.ts";
import { idOf } from "../operation.ts";
import { referencedKeys } from "../references.ts";
import type { Check, Violation } from "../violation.ts";

export const graph: Check = {
  name: "graph",
  promise: "the graph has the edges that the resources tell of, each reference among them, and no cycle",
  run: (facts) => [...edgeFaults(facts), ...dependencyFaults(facts), ...cycleFaults(facts)],
};

function edgeFaults({ graphs, resources }: Facts): Violation[] {
  return graphs.flatMap(({ space, edges }) => {
    const shown = new Set(edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`));
    const told = new Map(
      resources
        .filter((resource) => resource.space === space)
        .flatMap((resource) => edgesOf(resource).map((edge): [string, string] => [edge, resource.key])),
    );
    const absent = [...told].filter(([edge]) => !shown.has(edge));
    const needless = [...shown].filter((edge) => !told.has(edge));
    return [
      ...absent.map(([edge, key]) => violation({ space, key }, `the graph lacks the edge ${edge}`)),
      ...needless.map((edge) =>
        violation({ space, key: null }, `the graph has the edge ${edge}, of which no resource tells`),
      ),
    ];
  });
}

function edgesOf({ id, dependencies, owners }: StoredResource): string[] {
  return [
    ...dependencies.map((key) => `${id} dependency ${idOf(key)}`),
    ...owners.map((key) => `${id} owner ${idOf(key)}`),
  ];
}

function dependencyFaults({ resources }: Facts): Violation[] {
  return resources.flatMap((resource) =>
    [...referencedKeys(resource.config)]
      .filter((key) => !resource.dependencies.includes(key))
      .map((key) => violation(resource, `it refers to ${key}, which is not among its dependencies`)),
  );
}

/** Kahn's algorithm: after repeatedly removing everything without needs, the rest is on a cycle, or above one. */
function cycleFaults({ resources }: Facts): Violation[] {
  let left = resources.map((resource) => ({ resource, needs: [...resource.dependencies, ...resource.owners] }));
  for (let before = -1; before !== left.length; ) {
    before = left.length;
    const names = new Set(left.map(({ resource }) => `${resource.space} ${resource.key}`));
    left = left.filter(({ resource, needs }) => needs.some((key) => names.has(`${resource.space} ${key}`)));
  }
  return left.map(({ resource }) => violation(resource, "it is on a cycle of dependencies and owners, or needs one"));
}

function violation({ space, key }: { space: string; key: string | null }, message: string): Violation {
  return { check: graph.name, message, space, key };
}
