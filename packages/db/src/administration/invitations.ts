import type { Database } from "../database.ts";
import type { Prisma } from "../generated/client.ts";
import { acrossOrganizations, inOrganization } from "../prisma/scopes.ts";
import type { Tenant } from "../tenant.ts";
import { databaseNow, secondsAfter } from "./clock.ts";

export interface InvitationRow {
  id: string;
  role: string;
  email: string | null;
  created_by: string;
  creator_name: string;
  created_at: string;
  expires_at: string;
}

/** An open invitation, as anybody with the link may see it. */
export interface OpenInvitationRow {
  id: string;
  organization_id: string;
  organization_name: string;
  role: string;
  email: string | null;
  creator_name: string;
  expires_at: string;
}

function openAt(now: Date) {
  return { acceptedAt: null, revokedAt: null, expiresAt: { gt: now } };
}

const creator = { select: { name: true, email: true } };

export interface NewInvitation {
  id: string;
  role: string;
  email: string | null;
  hash: Buffer;
  createdBy: string;
  seconds: number;
}

/** @returns when it expires */
export async function insertInvitation(tenant: Tenant, invitation: NewInvitation): Promise<string> {
  const { id, role, email, hash, createdBy, seconds } = invitation;
  const expiresAt = secondsAfter(await databaseNow(tenant), seconds);
  const data = { id, role, email, createdBy, tokenHash: new Uint8Array(hash), expiresAt };
  await inOrganization(tenant, (client) => client.invitation.create({ data, select: { id: true } }));
  return expiresAt.toISOString();
}

/** Open invitations, newest first. */
export async function listInvitations(tenant: Tenant): Promise<InvitationRow[]> {
  const where = openAt(await databaseNow(tenant));
  const found = await inOrganization(tenant, ({ invitation }) =>
    invitation.findMany({ where, orderBy: [{ createdAt: "desc" }, { id: "desc" }], include: { creator } }),
  );
  return found.map((row) => ({
    id: row.id,
    role: row.role,
    email: row.email,
    created_by: row.createdBy,
    creator_name: row.creator.name ?? row.creator.email,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
  }));
}

/** How many invitations are open. */
export async function countInvitations(tenant: Tenant): Promise<number> {
  const where = openAt(await databaseNow(tenant));
  return inOrganization(tenant, ({ invitation }) => invitation.count({ where }));
}

/** An open invitation. */
export async function findInvitation(
  tenant: Tenant,
  id: string,
): Promise<Pick<InvitationRow, "id" | "role" | "email"> | undefined> {
  const where = { id, ...openAt(await databaseNow(tenant)) };
  const select = { id: true, role: true, email: true };
  return (await inOrganization(tenant, ({ invitation }) => invitation.findFirst({ where, select }))) ?? undefined;
}

/** @returns false if it is not open */
export async function revokeInvitation(tenant: Tenant, id: string): Promise<boolean> {
  return (await revoke(tenant, { id })) > 0;
}

/** Revokes a member's invitations for some roles. @returns how many */
export function revokeInvitationsOf(tenant: Tenant, userId: string, roles: readonly string[]): Promise<number> {
  return revoke(tenant, { createdBy: userId, role: { in: [...roles] } });
}

async function revoke(tenant: Tenant, which: Prisma.InvitationWhereInput): Promise<number> {
  const revokedAt = await databaseNow(tenant);
  const where = { ...which, ...openAt(revokedAt) };
  const { count } = await inOrganization(tenant, ({ invitation }) =>
    invitation.updateMany({ where, data: { revokedAt } }),
  );
  return count;
}

/** The invitation of a link, by the SHA-256 of its token; undefined if it is unknown, used, revoked or expired. */
export function findInvitationByToken(db: Database, hash: Buffer): Promise<OpenInvitationRow | undefined> {
  return findOpen(db, { tokenHash: new Uint8Array(hash) });
}

/** The oldest open invitation for an email, in any organization. */
export function findInvitationByEmail(db: Database, email: string): Promise<OpenInvitationRow | undefined> {
  return findOpen(db, { email });
}

async function findOpen(db: Database, which: Prisma.InvitationWhereInput): Promise<OpenInvitationRow | undefined> {
  const where = { ...which, ...openAt(await databaseNow(db)) };
  const row = await acrossOrganizations(db, ({ invitation }) =>
    invitation.findFirst({
      where,
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      include: { creator, organization: { select: { name: true } } },
    }),
  );
  if (row === null) return undefined;
  return {
    id: row.id,
    organization_id: row.organizationId,
    organization_name: row.organization.name,
    role: row.role,
    email: row.email,
    creator_name: row.creator.name ?? row.creator.email,
    expires_at: row.expiresAt.toISOString(),
  };
}

/** Uses up an invitation. @returns false if somebody else did, or it is no longer open */
export async function takeInvitation(db: Database, id: string, userId: string): Promise<boolean> {
  const acceptedAt = await databaseNow(db);
  const where = { id, ...openAt(acceptedAt) };
  const { count } = await acrossOrganizations(db, ({ invitation }) =>
    invitation.updateMany({ where, data: { acceptedAt, acceptedBy: userId } }),
  );
  return count > 0;
}
