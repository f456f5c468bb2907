import { friendlyId } from "./documents.ts";
import { explain, isSettled, type Resource } from "./resource.ts";

/**
 * What came of it: how many changed, and the reason for each that is not ready. A resource did not change if it was
 * ready when applied and has not been touched since.
 */
export function outcome(applied: Resource[], resources: Resource[]): string[] {
  const changed = resources.filter((now) => {
    const then = applied.find(({ id }) => id === now.id);
    return then === undefined || !isSettled(then) || then.updated_at !== now.updated_at;
  });
  const lines = resources
    .filter((resource) => !isSettled(resource))
    .map(
      (resource) => `${friendlyId(resource)} is ${resource.lifecycle_state}: ${explain(resource) || "no reason given"}`,
    );
  if (lines.length > 0) return lines;
  if (changed.length === 0) return [`All ${resources.length} resources are ready. Nothing changed.`];
  return [`All ${resources.length} resources are ready, ${changed.length} of them created or changed.`];
}

export function printOutcome(applied: Resource[], resources: Resource[]): void {
  console.log(`\n${outcome(applied, resources).join("\n")}`);
}

/** Outputs as the API shows them: secrets masked. */
export function printOutputs(resources: Resource[]): void {
  for (const resource of resources) {
    console.log(`\n${friendlyId(resource)}`);
    for (const [name, value] of Object.entries(resource.outputs)) {
      console.log(`  ${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
    }
  }
}
