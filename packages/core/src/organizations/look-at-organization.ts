import { noteLookedAt } from "@pragma/db/queries";
import type { Login } from "../callers/login.ts";
import type { Core } from "../unit-of-work/core.ts";

/**
 * Notes which of their organizations somebody looks at, for the next time that one has to be suggested: to the command
 * line, and where an address names none. It gives no right, and decides where no call acts. One that they are not a member
 * of is not noted.
 */
export async function lookAtOrganization(core: Core, login: Login, organizationId: string): Promise<void> {
  if (login.lastOrganization?.id === organizationId) return;
  await noteLookedAt(core.db, login, organizationId);
}
