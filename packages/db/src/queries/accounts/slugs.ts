import type { Database } from "../../database.ts";
import { lockingStatement, systemStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";

/** How long a former slug leads to its organization, and nobody else can take it. */
const KEPT = "interval '30 days'";

const lock = lockingStatement(systemStatement("lock_slugs", "SELECT lock_slugs()"));

const free = tenantStatement("is_slug_free", "SELECT is_slug_free($2, $1::uuid) AS free");

const countFormer = tenantStatement(
  "count_former_slugs",
  "SELECT count(*)::int AS count FROM former_slugs WHERE organization_id = $1 AND expires_at > now() AND slug <> $2",
);

const change = tenantStatement(
  "change_slug",
  `WITH before AS (
     SELECT id, slug FROM organizations WHERE id = $1::uuid AND slug <> $2 FOR UPDATE
   ), changed AS (
     UPDATE organizations o SET slug = $2 FROM before WHERE o.id = before.id
   ), taken AS (
     DELETE FROM former_slugs WHERE slug = $2
   )
   INSERT INTO former_slugs (slug, organization_id, expires_at)
   SELECT slug, id, now() + ${KEPT} FROM before
   ON CONFLICT (slug) DO UPDATE SET organization_id = EXCLUDED.organization_id, expires_at = EXCLUDED.expires_at
   RETURNING slug AS former`,
);

const renew = tenantStatement("renew_slug", "UPDATE organizations SET slug = free_slug(name, id) WHERE id = $1::uuid");

const former = systemStatement(
  "former_slug_of_member",
  `SELECT f.organization_id FROM former_slugs f
   JOIN memberships m ON m.organization_id = f.organization_id AND m.user_id = $2
   WHERE f.slug = $1 AND f.expires_at > now()`,
);

/** Lets one transaction at a time assign slugs. */
export async function lockSlugs(db: Database): Promise<void> {
  await db.query(lock, []);
}

/** Whether the organization may use this slug. The answer holds under {@link lockSlugs}. */
export async function isSlugFree(tenant: Tenant, slug: string): Promise<boolean> {
  return (await tenant.queryOne<{ free: boolean }>(free, slug))?.free === true;
}

/** How many former slugs lead to the organization, not counting `except`. */
export async function countFormerSlugs(tenant: Tenant, except: string): Promise<number> {
  return (await tenant.queryOne<{ count: number }>(countFormer, except))?.count ?? 0;
}

/** Changes the slug; the former one leads here for 30 days. @returns the former one; undefined if nothing changes */
export async function changeSlug(tenant: Tenant, slug: string): Promise<string | undefined> {
  return (await tenant.queryOne<{ former: string }>(change, slug))?.former;
}

/** Recreates the slug from the present name, before anybody used the previous one, which then leads nowhere. */
export async function renewSlug(tenant: Tenant): Promise<void> {
  await tenant.query(renew);
}

/** The organization that recently had this slug, if the account is a member of it. */
export async function findByFormerSlug(db: Database, slug: string, userId: string): Promise<string | undefined> {
  return (await db.query<{ organization_id: string }>(former, [slug, userId]))[0]?.organization_id;
}
