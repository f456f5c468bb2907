import { insertLogin } from "@pragma/db/queries";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/index.ts";
import type { Client } from "../callers/client.ts";
import { DomainError, notFound } from "../common/errors.ts";
import type { Core } from "../unit-of-work/core.ts";
import { unitOfWork } from "../unit-of-work/unit-of-work.ts";
import { type LoginSecret, newLoginSecret } from "./login-secret.ts";

const LOGIN_SECONDS = 30 * 86_400;
const MAX_TEXT = 512;

/**
 * Signs a person in, whose credentials were verified. The login lasts 30 days at most, and is over after 7 days without
 * use. As looked at last counts the given organization, else the one before, else the first by name.
 *
 * @param login `passwordHash` of a sign-in by password is what that was found to be: it has to be the account's still, since
 *   checking it takes a while, in which it may be changed to end such a login
 * @returns the secret for the browser's cookie: it is kept nowhere else
 * @throws DomainError not_found for an unknown account, or an organization that it is not a member of; not_authenticated
 *   if the password is another one by now
 */
export async function startLogin(
  core: Core,
  login: { userId: string; organizationId?: string; client: Client; correlationId?: string; passwordHash?: string },
): Promise<LoginSecret> {
  const { userId, organizationId = null, client, passwordHash = null } = login;
  const id = uuidv7();
  const { secret, hash } = newLoginSecret();
  return unitOfWork(core, async ({ db }) => {
    const row = await insertLogin(db, {
      id,
      userId,
      organizationId,
      hash,
      seconds: LOGIN_SECONDS,
      userAgent: client.userAgent ? printable(client.userAgent) : null,
      address: printable(client.address),
      passwordHash,
    });
    if (!row && passwordHash !== null) throw new DomainError("not_authenticated", "The password was changed meanwhile");
    if (!row) throw notFound("Account");
    if (organizationId !== null && row.organization_id === null) throw notFound("Organization");
    if (row.organization_id !== null) {
      const actor = { type: "user", id: userId, name: row.user_name };
      const context = { organizationId: row.organization_id, actor, correlationId: login.correlationId ?? id };
      await recordAudit(db, context, {
        action: "login.start",
        target: id,
        outcome: "success",
        details: { address: printable(client.address) },
      });
    }
    return { secret, expiresAt: row.expires_at };
  });
}

/** Text of a request that somebody will look at: the database takes no NUL, and nobody reads more. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, "").slice(0, MAX_TEXT);
}
