/** What this program uses of a resource as the API shows it. */
export interface Resource {
  id: string;
  provider: string;
  resource: string;
  name: string;
  lifecycle_state: "draft" | "pending" | "processing" | "ready" | "failed";
  outputs: Record<string, unknown>;
  error: string | null;
  conditions: { type: string; status: string; message: string }[];
  updated_at: string;
}

/** Ready, and with no change of its dependencies still on the way to it. */
export function isSettled(resource: Resource): boolean {
  return resource.lifecycle_state === "ready" && !hasCondition(resource, "Stale", "True");
}

/** Why it is not going on by itself: a dependency that is missing, failed or not ready. */
export function isBlocked(resource: Resource): boolean {
  const waiting = resource.lifecycle_state === "pending" || hasCondition(resource, "Stale", "True");
  return waiting && hasCondition(resource, "DependenciesReady", "False");
}

/** One line on where it stands: its error, or what it waits for. */
export function explain(resource: Resource): string {
  if (resource.error !== null && !isSettled(resource)) return resource.error;
  if (resource.lifecycle_state === "ready" && isSettled(resource)) return "";
  return (
    resource.conditions.find(({ type, status }) => type === "DependenciesReady" && status === "False")?.message ?? ""
  );
}

function hasCondition(resource: Resource, type: string, status: string): boolean {
  return resource.conditions.some((condition) => condition.type === type && condition.status === status);
}
