import { noteVisited } from "@pragma/db/queries";
import type { Login } from "../../foundation/callers/login.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/**
 * Remembers which of their organizations somebody looks at, to suggest it next time: to the CLI, and if an address
 * names none. It grants no right, and does not decide which organization a call acts in. Ignores organizations that
 * they are not a member of.
 */
export async function visitOrganization(core: Core, login: Login, organizationId: string): Promise<void> {
  if (login.lastOrganization?.id === organizationId) return;
  await noteVisited(core.db, login, organizationId);
}
