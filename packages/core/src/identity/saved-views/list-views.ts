import type { SavedView } from "@pragma/contract";
import { listSavedViews } from "@pragma/db/administration";
import type { MemberContext } from "../../foundation/callers/login.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { presentView } from "./present-view.ts";

/** The member's own views of the list of resources, and those shared with the organization, by name. */
export async function listViews(core: Core, { organizationId, userId }: MemberContext): Promise<SavedView[]> {
  const rows = await listSavedViews(core.db.tenant(organizationId), userId);
  return rows.map((row) => presentView(row, userId));
}
