import type { Health } from "@pragma/sdk/provider";
import { type Call, type Target, withSession } from "../server/session.ts";
import { type ExistingUser, inspectUser } from "./inspect.ts";
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
  if (!hasPassword(existing, wanted.password)) return "its password is another one";
  if (existing.passwords.length > 1) return "it has further passwords";
  if (existing.enabled !== wanted.enabled) return `it is ${existing.enabled ? "on" : "off"}`;
  const keys = [...wanted.keys.map((key) => `~${key}`), ...wanted.readKeys.map((key) => `%R~${key}`)];
  if (existing.keys !== join(keys)) return `its keys are "${existing.keys}"`;
  if (existing.channels !== join(wanted.channels.map((channel) => `&${channel}`))) {
    return `its channels are "${existing.channels}"`;
  }
  if (commands !== undefined && existing.commands !== commands) return `its commands are "${existing.commands}"`;
  return null;
}

/** As inspectUser writes rules. The server names each once, and an all-embracing one alone. */
function join(rules: readonly string[]): string {
  const all = rules.find((rule) => rule === "~*" || rule === "&*");
  return all ?? [...new Set(rules)].sort().join(" ");
}
