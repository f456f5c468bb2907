import type { Prisma } from "../generated/client.ts";
import { inOrganization } from "../prisma/scopes.ts";
import type { Tenant } from "../tenant.ts";
import { databaseNow } from "./clock.ts";

export interface SavedViewRow {
  id: string;
  user_id: string;
  saved_by: string;
  name: string;
  query: string;
  shared: boolean;
  updated_at: string;
}

const include = { user: { select: { name: true, email: true } } } satisfies Prisma.SavedViewInclude;

function toRow(view: Prisma.SavedViewGetPayload<{ include: typeof include }>): SavedViewRow {
  const { id, userId, user, name, query, shared, updatedAt } = view;
  const saved_by = user.name ?? user.email;
  return { id, user_id: userId, saved_by, name, query, shared, updated_at: updatedAt.toISOString() };
}

function visibleTo(userId: string): Prisma.SavedViewWhereInput {
  return { OR: [{ userId }, { shared: true }] };
}

/** Own views, and those that anybody shared, by name. */
export async function listSavedViews(tenant: Tenant, userId: string): Promise<SavedViewRow[]> {
  const found = await inOrganization(tenant, ({ savedView }) =>
    savedView.findMany({ where: visibleTo(userId), orderBy: [{ name: "asc" }, { id: "asc" }], include }),
  );
  return found.map(toRow);
}

/** A view that a user may see. */
export async function findSavedView(tenant: Tenant, userId: string, id: string): Promise<SavedViewRow | undefined> {
  const where = { id, ...visibleTo(userId) };
  const found = await inOrganization(tenant, ({ savedView }) => savedView.findFirst({ where, include }));
  return found ? toRow(found) : undefined;
}

/** Another view of a user with a name. */
export async function findViewOfName(
  tenant: Tenant,
  { userId, name, except }: { userId: string; name: string; except: string },
): Promise<boolean> {
  const where = { userId, name, id: { not: except } };
  const found = await inOrganization(tenant, ({ savedView }) => savedView.findFirst({ where, select: { id: true } }));
  return found !== null;
}

/** How many views a user has, or how many are shared. */
export function countSavedViews(tenant: Tenant, where: { userId: string } | { shared: true }): Promise<number> {
  return inOrganization(tenant, ({ savedView }) => savedView.count({ where }));
}

export interface NewView {
  id: string;
  userId: string;
  name: string;
  query: string;
  shared: boolean;
}

export async function insertSavedView(tenant: Tenant, data: NewView): Promise<void> {
  await inOrganization(tenant, ({ savedView }) => savedView.create({ data, select: { id: true } }));
}

export async function updateSavedView(
  tenant: Tenant,
  id: string,
  view: Pick<NewView, "userId" | "name" | "query" | "shared">,
): Promise<void> {
  const data = { ...view, updatedAt: await databaseNow(tenant) };
  await inOrganization(tenant, ({ savedView }) => savedView.updateMany({ where: { id }, data }));
}

export async function deleteSavedView(tenant: Tenant, id: string): Promise<void> {
  await inOrganization(tenant, ({ savedView }) => savedView.deleteMany({ where: { id } }));
}

/** The views that a user has kept to themselves. */
export async function deleteUnsharedViews(tenant: Tenant, userId: string): Promise<void> {
  await inOrganization(tenant, ({ savedView }) => savedView.deleteMany({ where: { userId, shared: false } }));
}
