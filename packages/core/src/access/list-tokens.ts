import type { Token } from "@pragma/contract";
import { listTokens as listRows } from "@pragma/db/queries";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";
import { presentToken } from "./present-token.ts";

/** The caller's tokens, newest first; for admins and owners those of the whole organization. Revoked ones are left out. */
export async function listTokens(core: Core, context: RequestContext): Promise<Token[]> {
  const rows = await listRows(core.db.tenant(context.organizationId), context.userId);
  return rows.map(presentToken);
}
