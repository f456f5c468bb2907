import type { AwaitedEmail } from "@pragma/contract";
import { deleteEmailConfirmation, findEmailConfirmation } from "@pragma/db/administration";
import type { Login } from "../../foundation/callers/login.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** The address that the account has yet to confirm, be it a new one or its own; null if there is none. */
export async function awaitedEmail(core: Core, login: Login): Promise<AwaitedEmail | null> {
  const row = await findEmailConfirmation(core.db, login.userId);
  if (!row) return null;
  return { email: row.email, by: row.mailed ? "link" : "operator", expires_at: row.expires_at };
}

/** Withdraws the address. Does nothing if none is awaiting confirmation. */
export async function withdrawEmail(core: Core, login: Login): Promise<void> {
  await deleteEmailConfirmation(core.db, login.userId);
}
