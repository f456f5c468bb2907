import { findLoginHolder, type LoginHolderRow, noteLoginUse } from "@pragma/db/queries";
import { loginTokenId } from "../access/login-id.ts";
import { rightsOf } from "../access/rights.ts";
import { hashSecret } from "../access/secret.ts";
import type { Core } from "../core.ts";
import type { Login, MemberContext, MyOrganization } from "./login.ts";
import { userActor } from "./user-actor.ts";

const SECRET = /^[A-Za-z0-9_-]{43}$/;

/**
 * Who is signed in. Read from the database each time, by one statement: signing out, another role and leaving hold at
 * once on every replica. Notes the use once a minute, without anyone waiting for that.
 *
 * @param secret from the browser's cookie
 * @param correlationId the request's id
 * @returns null if nobody is, or no longer
 */
export async function authenticateLogin(core: Core, secret: string, correlationId: string): Promise<Login | null> {
  if (!SECRET.test(secret)) return null;
  const row = await findLoginHolder(core.db, hashSecret(secret));
  if (!row) return null;
  if (row.use_is_news) {
    noteLoginUse(core.db, row.id).catch((err: unknown) =>
      core.logger.warn({ err }, "the use of a login was not noted"),
    );
  }
  const organizations = JSON.parse(row.organizations) as MyOrganization[];
  const shown = organizations.find(({ id }) => id === row.organization_id) ?? organizations[0];
  return {
    id: row.id,
    userId: row.user_id,
    email: row.email,
    emailProven: row.email_proven,
    operator: row.operator,
    name: row.user_name,
    organizations,
    member: shown ? memberOf(row, shown, correlationId) : null,
  };
}

function memberOf(row: LoginHolderRow, organization: MyOrganization, correlationId: string): MemberContext {
  return {
    organizationId: organization.id,
    organizationName: organization.name,
    userId: row.user_id,
    email: row.email,
    tokenId: loginTokenId(row.id),
    actor: userActor({ id: row.user_id, name: row.user_name, email: row.email }),
    scopes: rightsOf(null, organization.role),
    role: organization.role,
    correlationId,
  };
}
