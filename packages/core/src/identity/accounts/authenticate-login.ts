import { findLoginHolder, noteLoginUse } from "@pragma/db/queries";
import type { Login, MyOrganization } from "../../foundation/callers/login.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { hashSecret } from "../access/secret.ts";

const SECRET = /^[A-Za-z0-9_-]{43}$/;

/**
 * The signed-in user. Reads the database each time, with one statement: signing out, a role change and leaving take effect at
 * once on every replica. Records the use once a minute, in the background.
 *
 * @param secret from the browser's cookie
 * @param correlationId the request's id
 * @returns null if nobody is signed in, or no longer
 */
export async function authenticateLogin(core: Core, secret: string, correlationId: string): Promise<Login | null> {
  if (!SECRET.test(secret)) return null;
  const row = await findLoginHolder(core.db, hashSecret(secret));
  if (!row) return null;
  if (row.use_is_news) {
    noteLoginUse(core.db, row.id).catch((err: unknown) =>
      core.services.logger.warn({ err }, "the use of a login was not noted"),
    );
  }
  const organizations = JSON.parse(row.organizations) as MyOrganization[];
  return {
    id: row.id,
    userId: row.user_id,
    email: row.email,
    emailProven: row.email_proven,
    operator: row.operator,
    name: row.user_name,
    organizations,
    lastOrganization: organizations.find(({ id }) => id === row.organization_id) ?? organizations[0] ?? null,
    correlationId,
  };
}
