import type { Health } from "@pragma/sdk/provider";
import { type Call, type Target, withSession } from "../server/session.ts";
import { differences } from "./differences.ts";
import { channelRules, type ExistingUser, inspectUser, keyRules } from "./inspect.ts";
import { hasPassword } from "./ownership.ts";
import type { WantedUser } from "./rules.ts";

/**
 * Unhealthy: the server cannot be reached, or the user is gone, which it is after a restart of a server without an ACL
 * file. Degraded: it was changed since; `commands` is how the server wrote its commands then.
 */
export async function userHealth(
  call: Call,
  target: Target,
  wanted: WantedUser,
  commands: string | undefined,
): Promise<Health> {
  try {
    const existing = await withSession(call, target, (session) => inspectUser(session, wanted.name));
    if (existing === null) return { status: "unhealthy", message: `The user "${wanted.name}" does not exist` };
    const fault = faultOf(existing, wanted, commands);
    if (fault === null) return { status: "healthy", message: null };
    return { status: "degraded", message: `The user "${wanted.name}" was changed: ${fault}` };
  } catch (error) {
    call.signal.throwIfAborted();
    return { status: "unhealthy", message: error instanceof Error ? error.message : String(error) };
  }
}

function faultOf(existing: ExistingUser, wanted: WantedUser, commands: string | undefined): string | null {
  const found = differences(existing, wanted, commands);
  if (found.password !== undefined) {
    return hasPassword(existing, wanted.password) ? "it has further passwords" : "its password is another one";
  }
  if (found.enabled !== undefined) return `it is ${found.enabled ? "on" : "off"}`;
  if (found.keys !== undefined || found.readKeys !== undefined) return `its keys are "${keyRules(existing)}"`;
  if (found.channels !== undefined) return `its channels are "${channelRules(existing)}"`;
  if (found.commands !== undefined) return `its commands are "${found.commands}"`;
  return found.more === undefined ? null : `it also has ${found.more.join(", ")}`;
}
