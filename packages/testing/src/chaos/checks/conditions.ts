import type { Facts, StoredResource } from "../facts.ts";
import type { Check, Violation } from "../violation.ts";
import { isHeld } from "./stuck.ts";

export const conditions: Check = {
  name: "conditions",
  promise: "what waits says for whom",
  run: (facts) =>
    facts.resources.flatMap((resource): Violation[] => {
      const unnamed = blockersOf(resource, facts).filter((key) => !messageOf(resource).includes(key));
      if (unnamed.length === 0) return [];
      const message = `it waits for ${unnamed.join(", ")} without saying so: ${messageOf(resource)}`;
      return [{ check: conditions.name, message, space: resource.space, key: resource.key }];
    }),
};

/** The dependencies that it waits for. Deletions wait for other resources, depending on the order of events. */
function blockersOf({ space, state, stale, deleting, dependencies }: StoredResource, { resources }: Facts): string[] {
  if (deleting || state === "draft" || !(state === "pending" || stale)) return [];
  return dependencies.filter((key) => {
    const dependency = resources.find((resource) => resource.space === space && resource.key === key);
    return !dependency || !isServing(dependency);
  });
}

function isServing(dependency: StoredResource): boolean {
  const { state, provisioned } = dependency;
  if (state === "ready") return true;
  return provisioned && (state === "draft" || (state === "pending" && isHeld(dependency)));
}

function messageOf({ conditions: all }: StoredResource): string {
  return all.find(({ type }) => type === "DependenciesReady")?.message ?? "nothing";
}
