import { resourceKey } from "@pragma/language";
import type { Resource } from "@pragma/sdk";
import { dependenciesFirst } from "../resource/dependencies-first.ts";

/** Resources ordered so that each comes after those of them that depend on it or that it owns. */
export function dependentsFirst(resources: readonly Resource[]): Resource[] {
  // The API refuses cycles.
  const cycle = () => new Error("The dependencies of what is to be deleted changed while they were read");
  return dependenciesFirst(resources, neededWithin(resources), cycle).reverse();
}

/** For each of the resources, those of them that depend on it or that it owns. */
export function dependentsWithin(resources: readonly Resource[]): (resource: Resource) => readonly Resource[] {
  const dependents = new Map<Resource, Resource[]>(resources.map((resource) => [resource, []]));
  const neededBy = neededWithin(resources);
  for (const resource of resources) for (const needed of neededBy(resource)) dependents.get(needed)?.push(resource);
  return (resource) => dependents.get(resource) ?? [];
}

function neededWithin(resources: readonly Resource[]): (resource: Resource) => Resource[] {
  const byId = new Map(resources.map((resource) => [resourceKey(resource), resource]));
  return ({ dependencies, owner_references }) =>
    [...dependencies, ...owner_references].flatMap((ref) => byId.get(resourceKey(ref)) ?? []);
}
