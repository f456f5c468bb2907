import type { Call, Session } from "../server/session.ts";
import { translateError } from "../server/translate-error.ts";
import { type ExistingUser, inspectUser } from "./inspect.ts";
import { rulesOf, type WantedUser } from "./rules.ts";

/** Makes the user exactly what is wanted, in one command; resolves to what the server then has. */
export async function ensureUser(call: Call, session: Session, user: WantedUser, save: boolean): Promise<ExistingUser> {
  await session.command("ACL", "SETUSER", user.name, ...rulesOf(user));
  if (save) await saveUsers(call, session);
  const existing = await inspectUser(session, user.name);
  if (existing === null) throw new Error(`The user "${user.name}" has just disappeared`);
  return existing;
}

/** Deletes the user and ends its connections. One that is gone is deleted. */
export async function deleteUser(call: Call, session: Session, name: string, save: boolean): Promise<void> {
  await session.command("ACL", "DELUSER", name);
  if (save) await saveUsers(call, session);
}

/** The change holds even if it cannot be written: what that means is said in the log. */
async function saveUsers(call: Call, session: Session): Promise<void> {
  try {
    await session.command("ACL", "SAVE");
  } catch (error) {
    call.signal.throwIfAborted();
    const { message } = translateError(error, session.server);
    call.log.warn(
      /not configured to use an ACL file/.test(message)
        ? "the server has no ACL file (aclfile in redis.conf): it forgets its users when it restarts"
        : `the server could not write its ACL file, and may forget this change when it restarts: ${message}`,
    );
  }
}
