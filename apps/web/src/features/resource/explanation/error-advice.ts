import { isFailed, onlyEditHelps, type Resource } from "@pragma/contract";
import { isDeleting } from "~/features/resource-elements/resource-facts.ts";

/** Advice to the user on a resource's error. */
export function errorAdvice(resource: Resource): string {
  const { lifecycle_state, error, provisioned } = resource;
  if (!isFailed(lifecycle_state)) {
    return "It will be retried automatically. If the cause is in its config, cancel it and apply a corrected one.";
  }
  if (isDeleting(resource)) {
    return "Its deletion failed, so the real object may still exist. Retry the deletion, or keep the resource by applying it again.";
  }
  if (error?.startsWith("cancelled by ")) {
    return "Nothing is running anymore. The provider may have begun to create the object: a retry checks first and continues from there.";
  }
  const kept = provisioned ? " Until then what exists stays as it was." : "";
  if (onlyEditHelps(resource)) {
    return `Only another config can help: edit and apply it. A retry would fail again.${kept}`;
  }
  return `If the cause is outside of Pragma, fix it there and retry. If it is in the config, edit and apply it.${kept}`;
}
