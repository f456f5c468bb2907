import { deleteSavedView } from "@pragma/db/administration";
import type { MemberContext } from "../../foundation/callers/login.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { changeViews, findChangeable, recordView } from "./change-views.ts";

/**
 * Deletes an own view, or as an admin one that another member shared.
 * @throws DomainError not_found, missing_scope
 */
export async function deleteView(core: Core, member: MemberContext, id: string): Promise<void> {
  await changeViews(core, member, async (views) => {
    const { shared, name, query } = await findChangeable(views, member, id);
    await deleteSavedView(views.tenant, id);
    if (shared) await recordView(views.db, member, "view.delete", { id, name, query });
  });
}
