import { type DriftStatus, isDraft, isFinding, isInFlight, MAX_DRIFT_CHANGES, type Resource } from "@pragma/contract";
import { formatPath, type Json, parsePath } from "@pragma/language";
import { isDeleting } from "~/features/resource-elements/resource-facts.ts";
import type { Drift } from "../resource-types.ts";

/** What a provider has to offer for its resources to be checked: one of them. */
const LOOKS = ["read", "observe"];

/** A check that did not find the thing is followed by another one within this time, which decides; the shortest interval is longer. */
const SECOND_LOOK_MS = 30_000;

/** Whether there is a real thing that checks are about. What no check has ever been planned for has none that is known of. */
export function hasDrift(resource: Resource, capabilities: readonly string[], drift: Drift | undefined): boolean {
  if (!resource.provisioned || !LOOKS.some((look) => capabilities.includes(look))) return false;
  const isPlanned = drift === undefined || drift.due_at !== null || drift.checked_at !== null;
  return isPlanned || drift.status !== "unknown" || drift.error !== null;
}

/** A finding in a sentence. */
export function findingWords({ status, changes }: Pick<Drift, "status" | "changes">): string | null {
  if (status === "missing") return "Deleted outside Pragma: what is declared does not exist any more.";
  if (status !== "drifted") return null;
  const count = changes.length;
  if (count === 0) return "Changed outside Pragma: what exactly is found out by the next check.";
  if (count === 1) return "Changed outside Pragma: 1 value differs from what is declared.";
  const all = count < MAX_DRIFT_CHANGES ? count : `at least ${count}`;
  return `Changed outside Pragma: ${all} values differ from what is declared.`;
}

/** Why no check comes by itself. */
export function uncheckedWords({ handling }: Pick<Resource, "handling">): string {
  if (handling?.paused) return "not checked while it is paused";
  return handling?.drift === "off" ? "not looked for drift by itself" : "not checked by itself";
}

/** Why nothing can be done about a finding now, if that is so. */
export function whyUndecided(resource: Resource): string | null {
  if (isDeleting(resource)) return "It is being deleted.";
  if (resource.handling?.paused) return "It is paused: resume it to revert or accept this.";
  if (isInFlight(resource.lifecycle_state)) return "It is being changed: this is decided once that has ended.";
  if (isDraft(resource.lifecycle_state)) return "It has a draft: apply or discard that to revert or accept this.";
  return null;
}

/** Whether the last check did not find the thing, which counts once another one does not find it either. */
export function isLookedForAgain({ status, checked_at, due_at }: Drift): boolean {
  if (isFinding(status) || checked_at === null || due_at === null) return false;
  return Date.parse(due_at) - Date.parse(checked_at) < SECOND_LOOK_MS;
}

/** The path as `handling.ignore` names it; null for what cannot be ignored. @param path such as `config.labels.env` */
export function ignorablePath(path: string): string | null {
  const [part, ...rest] = parsePath(path) ?? [];
  return part === "config" && rest.length > 0 ? formatPath(rest) : null;
}

type Side = "declared" | "found";

/** Names a side of a difference among the values that can be revealed. */
export function sideAddress(side: Side, path: string): string {
  return `${side} ${path}`;
}

export function isSideAddress(address: string): boolean {
  return address.startsWith("declared ") || address.startsWith("found ");
}

/** Both sides of all differences, by their addresses. */
export function valuesOfSides(changes: Drift["changes"]): Record<string, Json> {
  return Object.fromEntries(
    changes.flatMap(({ path, declared, found }) => [
      [sideAddress("declared", path), declared as Json],
      [sideAddress("found", path), found as Json],
    ]),
  );
}

/** What can be decided: of what is only observed, that it is looked at again. */
export function choicesFor(
  status: DriftStatus,
  { handling }: Pick<Resource, "handling">,
): ("revert" | "accept" | "look")[] {
  if (!isFinding(status)) return [];
  if (handling?.mode === "observe") return ["look"];
  return status === "missing" ? ["revert"] : ["revert", "accept"];
}
