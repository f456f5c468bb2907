import type { Database } from "../database.ts";
import { systemStatement, tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";

export interface InvitationRow {
  id: string;
  role: string;
  email: string | null;
  created_by: string;
  creator_name: string;
  created_at: string;
  expires_at: string;
}

/** An invitation that still holds, as whoever has the link may see it. */
export interface OpenInvitationRow {
  id: string;
  organization_id: string;
  organization_name: string;
  role: string;
  email: string | null;
  creator_name: string;
  expires_at: string;
}

const open = "i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()";

const insert = tenantStatement(
  "insert_invitation",
  `INSERT INTO invitations (organization_id, id, role, email, token_hash, created_by, expires_at)
   VALUES ($1, $2, $3, $4, $5, $6, now() + $7::int * interval '1 second') RETURNING expires_at`,
);

const list = tenantStatement(
  "list_invitations",
  `SELECT i.id, i.role, i.email, i.created_by, COALESCE(u.name, u.email) AS creator_name, i.created_at, i.expires_at
   FROM invitations i JOIN users u ON u.id = i.created_by
   WHERE i.organization_id = $1 AND ${open} ORDER BY i.created_at DESC, i.id DESC`,
);

const find = tenantStatement(
  "find_invitation",
  `SELECT i.id, i.role, i.email FROM invitations i WHERE i.organization_id = $1 AND i.id = $2 AND ${open}`,
);

const revoke = tenantStatement(
  "revoke_invitation",
  `UPDATE invitations i SET revoked_at = now() WHERE i.organization_id = $1 AND i.id = $2 AND ${open} RETURNING i.id`,
);

const revokeOf = tenantStatement(
  "revoke_invitations_of_member",
  `UPDATE invitations i SET revoked_at = now()
   WHERE i.organization_id = $1 AND i.created_by = $2 AND i.role = ANY ($3::text[]) AND ${open} RETURNING i.id`,
);

const seen = `SELECT i.id, i.organization_id, o.name AS organization_name, i.role, i.email,
     COALESCE(u.name, u.email) AS creator_name, i.expires_at
   FROM invitations i JOIN organizations o ON o.id = i.organization_id JOIN users u ON u.id = i.created_by`;

const byToken = systemStatement("open_invitation_by_token", `${seen} WHERE i.token_hash = $1 AND ${open}`);

const byEmail = systemStatement(
  "open_invitation_by_email",
  `${seen} WHERE i.email = $1 AND ${open} ORDER BY i.created_at, i.id LIMIT 1`,
);

const take = systemStatement(
  "take_invitation",
  `UPDATE invitations i SET accepted_at = now(), accepted_by = $2 WHERE i.id = $1 AND ${open} RETURNING i.id`,
);

const prune = systemStatement(
  "prune_invitations",
  "DELETE FROM invitations WHERE expires_at < now() - interval '30 days' RETURNING 1",
);

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
  const row = await tenant.queryOne<{ expires_at: string }>(insert, id, role, email, hash, createdBy, seconds);
  return row?.expires_at as string;
}

/** Those that still hold, newest first. */
export function listInvitations(tenant: Tenant): Promise<InvitationRow[]> {
  return tenant.query<InvitationRow>(list);
}

/** One that still holds. */
export function findInvitation(
  tenant: Tenant,
  id: string,
): Promise<Pick<InvitationRow, "id" | "role" | "email"> | undefined> {
  return tenant.queryOne(find, id);
}

/** @returns false if there is none that holds */
export async function revokeInvitation(tenant: Tenant, id: string): Promise<boolean> {
  return (await tenant.queryOne(revoke, id)) !== undefined;
}

/** Revokes what a member has sent out for some roles. @returns how many */
export async function revokeInvitationsOf(tenant: Tenant, userId: string, roles: readonly string[]): Promise<number> {
  return (await tenant.query(revokeOf, userId, roles)).length;
}

/** The invitation of a link, by the SHA-256 of its token; undefined if it is unknown, used, revoked or over. */
export async function findInvitationByToken(db: Database, hash: Buffer): Promise<OpenInvitationRow | undefined> {
  return (await db.query<OpenInvitationRow>(byToken, [hash]))[0];
}

/** The oldest invitation for an email that still holds, of any organization. */
export async function findInvitationByEmail(db: Database, email: string): Promise<OpenInvitationRow | undefined> {
  return (await db.query<OpenInvitationRow>(byEmail, [email]))[0];
}

/** Uses an invitation up. @returns false if somebody else did, or it no longer holds */
export async function takeInvitation(db: Database, id: string, userId: string): Promise<boolean> {
  return (await db.query(take, [id, userId])).length > 0;
}

/** Forgets invitations that were over a month ago. @returns how many */
export async function pruneInvitations(db: Database): Promise<number> {
  return (await db.query(prune, [])).length;
}
