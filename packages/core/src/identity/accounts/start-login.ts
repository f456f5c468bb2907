import { insertLogin } from "@pragma/db/queries";
import { recordAudit } from "../../foundation/audit/index.ts";
import type { Client } from "../../foundation/callers/client.ts";
import { DomainError, notFound } from "../../foundation/common/errors.ts";
import { newId } from "../../foundation/common/new-id.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { type LoginSecret, newLoginSecret } from "./login-secret.ts";

const LOGIN_SECONDS = 30 * 86_400;
const MAX_TEXT = 512;

/**
 * Signs in a person whose credentials were verified. The login lasts at most 30 days, and ends after 7 days without
 * use. It starts with the given organization as the one last looked at, else the previous one, else the first by name.
 *
 * @param login `passwordHash` is the hash that a sign-in by password was verified against. It must still be the
 *   account's: verifying takes a while, and a change of the password in the meantime is meant to end such logins
 * @returns the secret for the browser's cookie: it is stored nowhere else
 * @throws DomainError not_found for an unknown account, or an organization that it is not a member of;
 *   not_authenticated if the password has changed
 */
export async function startLogin(
  core: Core,
  login: { userId: string; organizationId?: string; client: Client; correlationId?: string; passwordHash?: string },
): Promise<LoginSecret> {
  const { userId, organizationId = null, client, passwordHash = null } = login;
  const id = newId();
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

/** Request text that people will read: without control characters (the database stores no NUL), and not too long. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, "").slice(0, MAX_TEXT);
}
