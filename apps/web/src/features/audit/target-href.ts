import type { AuditEntry } from "@pragma/contract";
import { changeHref, providerHref, resourceHref } from "~/lib/hrefs.ts";

/** The page of what an entry is about, which may be gone by now; null if it has none. */
export function targetHref({ action, target }: Pick<AuditEntry, "action" | "target">): string | null {
  // Their pages take internal ids, too.
  if (target.startsWith("resource:")) return resourceHref(target);
  if (action.startsWith("change.")) return changeHref(target);
  // A provider that could not be pushed under its name may have one that no address can have.
  return action.startsWith("provider.") && /^[\w-]+$/.test(target) ? providerHref(target) : null;
}
