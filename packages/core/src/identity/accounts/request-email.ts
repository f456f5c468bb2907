import { randomBytes } from "node:crypto";
import type { EmailRequest } from "@pragma/contract";
import { findAccountByEmail, putEmailConfirmation } from "@pragma/db/administration";
import type { Login } from "../../foundation/callers/login.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { hashSecret } from "../access/secret.ts";
import { mailboxLimit, mailLimit, takeAttempt } from "./attempts.ts";
import { auditLogin } from "./audit-login.ts";

const TOKEN_BYTES = 32;
const DAY_SECONDS = 86_400;
/** How long a mailed link is valid. */
const LINK_SECONDS = DAY_SECONDS;
/** How long an operator has to confirm. */
const AWAITED_SECONDS = 30 * DAY_SECONDS;

/**
 * Records an address to be confirmed as the account owner's: by a link mailed to it or, if no mail server is
 * configured, by an operator. Until then the account keeps its present address. A later request replaces an earlier
 * one.
 *
 * @param email in the form of `emailSchema`; may be one's own address, to prove it
 * @returns how it is confirmed
 * @throws DomainError conflict if another account has it, rate_limited, mail_failed
 */
export async function requestEmail(core: Core, login: Login, email: string): Promise<EmailRequest> {
  const holder = await findAccountByEmail(core.db, email);
  if (holder && holder.id !== login.userId) throw emailTaken();
  const { mailer } = core.services;
  const by = mailer ? "link" : "operator";
  if (mailer) await takeAttempt(core, [mailLimit(login.userId), mailboxLimit(email)]);
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  await unitOfWork(core, async ({ db }) => {
    await putEmailConfirmation(db, {
      userId: login.userId,
      email,
      hash: mailer && hashSecret(token),
      seconds: mailer ? LINK_SECONDS : AWAITED_SECONDS,
    });
    await auditLogin(db, login, {
      action: "account.email_request",
      target: login.userId,
      outcome: "success",
      details: { email, former_email: login.email, by },
    });
  });
  if (mailer) await sendLink(core, email, token);
  return { email, by };
}

export function emailTaken(): DomainError {
  return new DomainError("conflict", "Another account has this email");
}

async function sendLink({ services: { mailer, settings, logger } }: Core, email: string, token: string): Promise<void> {
  const text = [
    "Someone asked to use this address for their account at Pragma.",
    "",
    "If that was you, open this link within a day where you are signed in:",
    "",
    `${settings.publicWebUrl}/account/email/${token}`,
    "",
    "If it was not you, ignore this message: nothing changes.",
    "",
  ].join("\n");
  try {
    await mailer?.send({ to: email, subject: "Confirm your email address", text });
  } catch (err) {
    logger.warn({ err }, "a mail was not sent");
    throw new DomainError("mail_failed", "The mail could not be sent. Try again in a while, or ask an operator");
  }
}
