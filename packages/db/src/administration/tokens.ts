import type { Prisma } from "../generated/client.ts";
import { inOrganization } from "../prisma/scopes.ts";
import type { Tenant } from "../tenant.ts";
import { databaseNow } from "./clock.ts";

export interface TokenRow {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
}

const columns = {
  id: true,
  name: true,
  prefix: true,
  scopes: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
} satisfies Prisma.ApiTokenSelect;

function toRow(token: Prisma.ApiTokenGetPayload<{ select: typeof columns }>): TokenRow {
  const { id, name, prefix, scopes, createdAt, expiresAt, lastUsedAt } = token;
  return {
    id,
    name,
    prefix,
    scopes,
    created_at: createdAt.toISOString(),
    expires_at: expiresAt?.toISOString() ?? null,
    last_used_at: lastUsedAt?.toISOString() ?? null,
  };
}

/** Own tokens; admins and owners reach all in the organization. Part of each statement: role changes apply at once. */
function reachableBy(userId: string): Prisma.ApiTokenWhereInput {
  const manager = { userId, role: { in: ["admin", "owner"] } };
  return { OR: [{ userId }, { membership: { organization: { memberships: { some: manager } } } }] };
}

export interface NewToken {
  id: string;
  userId: string;
  name: string;
  prefix: string;
  hash: Buffer;
  scopes: readonly string[];
  expiresAt: Date | null;
}

export async function insertToken(tenant: Tenant, token: NewToken): Promise<TokenRow> {
  const { id, userId, name, prefix, hash, scopes, expiresAt } = token;
  const data = { id, userId, name, prefix, tokenHash: new Uint8Array(hash), scopes: [...scopes], expiresAt };
  return toRow(await inOrganization(tenant, ({ apiToken }) => apiToken.create({ data, select: columns })));
}

export interface TokenPosition {
  createdAt: string;
  id: string;
}

/** A part of the list, newest first: after one position, up to and including another. */
export interface TokenRange {
  after?: TokenPosition | undefined;
  until?: TokenPosition | undefined;
}

/** The tokens that a user may manage, newest first. */
export async function listTokens(
  tenant: Tenant,
  userId: string,
  { after, until }: TokenRange,
  limit: number,
): Promise<TokenRow[]> {
  // The first condition lets the index search; the second breaks ties.
  const conditions: Prisma.ApiTokenWhereInput[] = [reachableBy(userId), { revokedAt: null }];
  if (after) {
    const { createdAt, id } = after;
    conditions.push({ createdAt: { lte: createdAt } }, { OR: [{ createdAt: { lt: createdAt } }, { id: { lt: id } }] });
  }
  if (until) {
    const { createdAt, id } = until;
    conditions.push({ createdAt: { gte: createdAt } }, { OR: [{ createdAt: { gt: createdAt } }, { id: { gte: id } }] });
  }
  const found = await inOrganization(tenant, ({ apiToken }) =>
    apiToken.findMany({
      where: { AND: conditions },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit,
      select: columns,
    }),
  );
  return found.map(toRow);
}

/** Revokes a token that a user may manage. `news` is false if it already was. Undefined if it does not exist. */
export async function revokeToken(
  tenant: Tenant,
  userId: string,
  id: string,
): Promise<{ id: string; name: string; user_id: string; news: boolean } | undefined> {
  const revokedAt = await databaseNow(tenant);
  return inOrganization(tenant, async ({ apiToken }) => {
    const select = { id: true, name: true, userId: true };
    const where = { id, ...reachableBy(userId) };
    // One of two concurrent calls finds it unrevoked: the condition is checked again after the other's commit.
    const [revoked] = await apiToken.updateManyAndReturn({
      where: { ...where, revokedAt: null },
      data: { revokedAt },
      select,
    });
    const token = revoked ?? (await apiToken.findFirst({ where, select }));
    return token ? { id: token.id, name: token.name, user_id: token.userId, news: revoked !== undefined } : undefined;
  });
}
