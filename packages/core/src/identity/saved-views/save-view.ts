import {
  MAX_SHARED_VIEWS,
  MAX_VIEWS_PER_PERSON,
  type SavedView,
  type SaveViewInput,
  saveViewInputSchema,
} from "@pragma/contract";
import {
  countSavedViews,
  findMember,
  findSavedView,
  findViewOfName,
  insertSavedView,
  type SavedViewRow,
  updateSavedView,
} from "@pragma/db/administration";
import type { MemberContext } from "../../foundation/callers/login.ts";
import { DomainError, notFound } from "../../foundation/common/errors.ts";
import { newId } from "../../foundation/common/new-id.ts";
import { fieldError, parseInput } from "../../foundation/common/parse-input.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { changeViews, findChangeable, recordView, requireSharing, type ViewsChange } from "./change-views.ts";
import { presentView } from "./present-view.ts";

/**
 * Saves a view of the list of resources, or changes one: its name, what it shows, and whether all members see it. Everybody may
 * save views; sharing needs the role member, and changing what another shared the role admin.
 * @throws DomainError validation_failed, not_found, missing_scope, conflict if there are too many
 */
export function saveView(core: Core, member: MemberContext, input: SaveViewInput): Promise<SavedView> {
  const { id = newId(), ...view } = parseInput(saveViewInputSchema, input);
  return changeViews(core, member, async (views) => {
    const before = input.id === undefined ? null : await findChangeable(views, member, id);
    const userId = await ownerOf(views, member, before, view.shared);
    if (await findViewOfName(views.tenant, { userId, name: view.name, except: id })) {
      throw fieldError("name", `There is a view named “${view.name}” already`);
    }
    await checkSharing(views, before, view.shared);
    if (before) await updateSavedView(views.tenant, id, { userId, ...view });
    else await addView(views, { id, userId, ...view });
    await recordSharing(views, member, before, { id, ...view });
    const saved = await findSavedView(views.tenant, userId, id);
    if (!saved) throw notFound("View");
    return presentView(saved, member.userId);
  });
}

/** Nobody would see the unshared view of somebody who has left: it goes to who takes it back. */
async function ownerOf(
  { tenant }: ViewsChange,
  { userId }: MemberContext,
  before: SavedViewRow | null,
  shared: boolean,
): Promise<string> {
  if (before === null) return userId;
  return shared || (await findMember(tenant, before.user_id)) ? before.user_id : userId;
}

async function addView({ tenant }: ViewsChange, view: Parameters<typeof insertSavedView>[1]): Promise<void> {
  if ((await countSavedViews(tenant, { userId: view.userId })) >= MAX_VIEWS_PER_PERSON) {
    const most = `You have ${MAX_VIEWS_PER_PERSON} saved views, which is the most: delete one that you no longer need`;
    throw new DomainError("conflict", most);
  }
  await insertSavedView(tenant, view);
}

async function checkSharing(
  { tenant, role }: ViewsChange,
  before: SavedViewRow | null,
  shared: boolean,
): Promise<void> {
  if (!shared) return;
  requireSharing(role);
  if (before?.shared) return;
  if ((await countSavedViews(tenant, { shared: true })) >= MAX_SHARED_VIEWS) {
    const most = `The organization has ${MAX_SHARED_VIEWS} shared views, which is the most: delete or unshare one first`;
    throw new DomainError("conflict", most);
  }
}

async function recordSharing(
  { db }: ViewsChange,
  member: MemberContext,
  before: SavedViewRow | null,
  { shared, ...view }: { id: string; name: string; query: string; shared: boolean },
): Promise<void> {
  const was = before?.shared ?? false;
  if (!was && !shared) return;
  if (!was) await recordView(db, member, "view.share", view);
  else await recordView(db, member, shared ? "view.change" : "view.unshare", view);
}
