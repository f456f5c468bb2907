import type { AwaitedEmail } from "@pragma/contract";
import { deleteEmailConfirmation, findEmailConfirmation } from "@pragma/db/administration";
import type { Login } from "../callers/login.ts";
import type { Core } from "../unit-of-work/core.ts";

/** The address that waits to be the account's, or to be proven; null if none does. */
export async function awaitedEmail(core: Core, login: Login): Promise<AwaitedEmail | null> {
  const row = await findEmailConfirmation(core.db, login.userId);
  if (!row) return null;
  return { email: row.email, by: row.mailed ? "link" : "operator", expires_at: row.expires_at };
}

/** Wants the address no more. Does nothing if none waits. */
export async function withdrawEmail(core: Core, login: Login): Promise<void> {
  await deleteEmailConfirmation(core.db, login.userId);
}
