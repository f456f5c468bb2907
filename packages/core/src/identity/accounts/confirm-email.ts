import { proveEmail, takeEmailConfirmationByToken } from "@pragma/db/administration";
import type { Login } from "../../foundation/callers/login.ts";
import { notFound } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { hashSecret } from "../access/secret.ts";
import { auditLogin } from "./audit-login.ts";
import { emailTaken } from "./request-email.ts";

/**
 * Gives the account the address that a link was sent to. Only the account that asked for it may follow the link:
 * otherwise the owner of a mailbox who follows somebody else's link would prove the address for them.
 *
 * @param token from the link
 * @returns the address
 * @throws DomainError not_found, the same whether the link is unknown, used, replaced, expired or another account's;
 *   conflict if another account has taken the address
 */
export async function confirmEmail(core: Core, login: Login, token: string): Promise<{ email: string }> {
  return unitOfWork(core, async ({ db, callers }) => {
    const awaited = await takeEmailConfirmationByToken(db, login.userId, hashSecret(token));
    if (!awaited) throw notFound("Link");
    const { email } = awaited;
    if (!(await proveEmail(db, login.userId, email))) throw emailTaken();
    await auditLogin(db, login, {
      action: "account.email",
      target: login.userId,
      outcome: "success",
      details: { email, former_email: login.email, by: "link" },
    });
    callers.clear();
    return { email };
  });
}
