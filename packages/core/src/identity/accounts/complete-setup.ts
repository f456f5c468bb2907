import { hash, timingSafeEqual } from "node:crypto";
import { type SetupInput, setupInputSchema } from "@pragma/contract";
import { findAccountByEmail, renameOrganization } from "@pragma/db/administration";
import { claimPlaceholder, createOwner, findPlaceholder, lockBootstrap, renewSlug } from "@pragma/db/queries";
import { recordAudit } from "../../foundation/audit/index.ts";
import { userActor } from "../../foundation/audit/user-actor.ts";
import type { RequestMeta } from "../../foundation/callers/client.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import { newId } from "../../foundation/common/new-id.ts";
import { fieldError, parseInput } from "../../foundation/common/parse-input.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { hashPassword } from "../access/password.ts";
import { PLACEHOLDER_EMAIL } from "../bootstrap/placeholder.ts";
import { clearAttempts, setupAddressLimit, setupLimit, takeAttempt } from "./attempts.ts";
import { needsSetup } from "./needs-setup.ts";

/**
 * Creates the first account, owner of its organization, for whoever has the one-time code printed at startup. If
 * programs already worked under a placeholder account, that becomes this account. Of two concurrent calls, one wins.
 *
 * @param expected the code, from the environment; undefined if there is none
 * @throws DomainError validation_failed (including a wrong code), conflict once somebody can sign in, rate_limited,
 *   bad_request without an expected code
 */
export async function completeSetup(
  core: Core,
  input: SetupInput,
  expected: string | undefined,
  meta: RequestMeta,
): Promise<{ userId: string }> {
  const checked = parseInput(setupInputSchema, input);
  if (!(await needsSetup(core))) throw alreadySetUp();
  if (!expected) {
    throw new DomainError(
      "bad_request",
      "There is no set-up code: start with PRAGMA_SETUP_CODE, or with PRAGMA_ADMIN_EMAIL and PRAGMA_ADMIN_PASSWORD",
    );
  }
  const limits = [setupAddressLimit(meta.address), setupLimit()];
  await takeAttempt(core, limits);
  if (!isSame(checked.code, expected)) throw fieldError("code", "is not the set-up code");
  const passwordHash = await hashPassword(checked.password);
  const userId = await unitOfWork(core, async (unit) => {
    await lockBootstrap(unit.db);
    if (!(await needsSetup(unit))) throw alreadySetUp();
    return createFirstAccount(unit, { ...checked, passwordHash }, meta);
  });
  await Promise.all(limits.map((limit) => clearAttempts(core, limit)));
  return { userId };
}

async function createFirstAccount(
  core: Core,
  account: { email: string; name: string; organizationName: string; passwordHash: string },
  { correlationId }: RequestMeta,
): Promise<string> {
  const { db } = core;
  const placeholder = await findPlaceholder(db, PLACEHOLDER_EMAIL);
  const userId = placeholder?.user_id ?? newId();
  const organizationId = placeholder?.organization_id ?? newId();
  const holder = await findAccountByEmail(db, account.email);
  if (holder && holder.id !== userId) throw new DomainError("conflict", "Another account has this email");
  if (placeholder) {
    await claimPlaceholder(db, userId, account);
    await renameOrganization(db.tenant(organizationId), account.organizationName);
    await renewSlug(db.tenant(organizationId));
    core.callers.clear();
  } else {
    await createOwner(db, { ...account, userId, organizationId });
  }
  const actor = userActor({ ...account, id: userId });
  await recordAudit(
    db,
    { organizationId, actor, correlationId },
    {
      action: "setup.complete",
      target: userId,
      outcome: "success",
      details: { email: account.email, organization: account.organizationName },
    },
  );
  return userId;
}

function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(hash("sha256", given, "buffer"), hash("sha256", expected.trim(), "buffer"));
}

function alreadySetUp(): DomainError {
  return new DomainError("conflict", "The first account has been made already: sign in");
}
