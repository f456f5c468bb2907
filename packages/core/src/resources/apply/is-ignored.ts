import type { Handling, Json } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { PathPatterns, type SecretBox, sealedEqual } from "@pragma/language";
import { readRefs, sameRefs } from "../references/refs.ts";
import type { DesiredState } from "./desired-state.ts";
import { storedHandling } from "./kept-fields.ts";

/** Whether a desired state differs from the stored one only where that is ignored. What follows from references there counts as well. */
export function isIgnored(
  existing: Pick<ResourceRow, "config" | "dependencies" | "explicit_dependencies" | "connection">,
  desired: Pick<DesiredState, "sealedConfig" | "dependencies" | "explicitDependencies" | "connection">,
  handling: Pick<Handling, "ignore"> | null,
  box: SecretBox,
): boolean {
  if (handling === null || handling.ignore.length === 0) return false;
  const count = existing.explicit_dependencies;
  const isSameOtherwise =
    existing.connection === desired.connection &&
    count === desired.explicitDependencies &&
    sameRefs(readRefs(existing.dependencies).slice(0, count), desired.dependencies.slice(0, count));
  return isSameOtherwise && sameButIgnored(JSON.parse(existing.config) as Json, desired.sealedConfig, handling, box);
}

/**
 * Whether a resource ignores less from now on, and something that it then declares may never have been sent. Where a reference is
 * declared, that is not known before it is resolved: it counts as such.
 */
export function stopsIgnoring(
  existing: Pick<ResourceRow, "config" | "resolved_config" | "handling">,
  handling: Pick<Handling, "ignore"> | null,
  box: SecretBox,
): boolean {
  const ignore = handling?.ignore ?? [];
  const before = storedHandling(existing)?.ignore ?? [];
  if (existing.resolved_config === null || before.every((path) => ignore.includes(path))) return false;
  const [declared, sent] = [existing.config, existing.resolved_config].map((text) => JSON.parse(text) as Json);
  return !sameButIgnored(declared as Json, sent as Json, { ignore }, box);
}

/** Whether two configs are equal but for what is ignored. */
function sameButIgnored(before: Json, after: Json, { ignore }: Pick<Handling, "ignore">, box: SecretBox): boolean {
  const ignored = new PathPatterns(ignore);
  return sealedEqual(ignored.without(before), ignored.without(after), box);
}
