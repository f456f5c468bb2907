import type { Scope } from "@pragma/contract";
import type { Caller } from "../../foundation/callers/caller.ts";
import { stillValid } from "../../foundation/callers/caller-watch.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** Whether a caller's token is still valid and still has the scope, read from the database. */
export async function isStillValid(core: Core, caller: Caller, scope: Scope): Promise<boolean> {
  const [valid] = await stillValid(core.db, [{ caller, scope }]);
  return valid === true;
}

/**
 * Calls `onEnd` once, within a second of the caller losing the scope: by revocation, expiry, a role change or leaving.
 * Meant for long-lived connections: all watched callers share one query.
 * @returns ends the watch
 */
export function watchCaller(core: Core, caller: Caller, scope: Scope, onEnd: () => void): () => void {
  return core.services.callerWatch.watch(caller, scope, onEnd);
}
