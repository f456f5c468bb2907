import type { Resource } from "@pragma/sdk";

/** Why a resource is not ready; null if unknown. */
export function reasonOf({ error, conditions }: Pick<Resource, "error" | "conditions">): string | null {
  const held = conditions.find(({ type, status }) => type === "Stale" && status === "True");
  const blocked = conditions.find(({ type, status }) => type === "DependenciesReady" && status === "False");
  // The stale mark also says what blocks it.
  return [error, (held ?? blocked)?.message].filter(Boolean).join("; ") || null;
}
