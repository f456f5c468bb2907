import { type ApplyInput, isDraft, isReady, type Resource } from "@pragma/contract";

/** Questions of pages about a resource, in one place. */

/** It exists, and what is wanted now waits to be applied. */
export function hasStagedDraft({ lifecycle_state, provisioned }: Resource): boolean {
  return isDraft(lifecycle_state) && provisioned;
}

export function isStale({ conditions }: Resource): boolean {
  return conditions.some(({ type, status }) => type === "Stale" && status === "True");
}

/** Its deletion has begun, and may have failed. That of a sub-resource may be held up before it can begin. */
export function isDeleting({ conditions }: Resource): boolean {
  return conditions.some(({ type, reason }) => type === "Deleting" && reason !== "DeletionHeldUp");
}

/** Tags and protection can be changed: always, except while it is being deleted. */
export function takesMetadata(resource: Resource): boolean {
  return !isDeleting(resource);
}

export function canBeApplied(resource: Resource): boolean {
  return isDraft(resource.lifecycle_state);
}

/** Its provider can be asked to update it once more. */
export function canBeReapplied(resource: Resource): boolean {
  const { lifecycle_state, handling } = resource;
  return isReady(lifecycle_state) && !handling?.paused && handling?.mode !== "observe";
}

/** A resource as it is sent back unchanged: masked values mean what is stored. */
export function asInput({ provider, resource, name, config, dependencies }: Resource): ApplyInput {
  return { provider, resource, name, config, dependencies };
}
