import type { CreatedToken, CreateTokenInput } from "@pragma/contract";
import { insertToken } from "@pragma/db/administration";
import { recordAudit } from "../../foundation/audit/index.ts";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { validationError } from "../../foundation/common/errors.ts";
import { newId } from "../../foundation/common/new-id.ts";
import { requireRoom } from "../../foundation/limits/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { refuseGoneMember } from "./gone-member.ts";
import { presentToken } from "./present-token.ts";
import { requireScopes } from "./require-scope.ts";
import { hashSecret, newSecret, prefixOf } from "./secret.ts";

/**
 * Creates an API token for the caller. The result is the only place where its secret is ever visible: omit `token` from
 * what is kept for a replay.
 * @throws DomainError missing_scope if the caller lacks one of the scopes, validation_failed for a past expiry,
 *   quota_exceeded, not_authenticated if the caller has left the organization
 */
export async function createToken(
  core: Core,
  context: RequestContext,
  input: CreateTokenInput,
): Promise<CreatedToken & { token: string }> {
  requireScopes(context, input.scopes);
  const expiresAt = input.expires_at == null ? null : new Date(input.expires_at);
  if (expiresAt !== null && expiresAt.getTime() <= Date.now()) {
    throw validationError([{ loc: ["body", "expires_at"], msg: "must be in the future", type: "expires_at" }]);
  }
  const secret = newSecret();
  const row = await unitOfWork(core, async (unit) => {
    const { db } = unit;
    await requireRoom(unit, context.organizationId, "tokens");
    const created = await insertToken(db.tenant(context.organizationId), {
      id: newId(),
      userId: context.userId,
      name: input.name,
      prefix: prefixOf(secret),
      hash: hashSecret(secret),
      scopes: [...new Set(input.scopes)],
      expiresAt,
    }).catch(refuseGoneMember);
    await recordAudit(db, context, {
      action: "token.create",
      target: created.id,
      outcome: "success",
      details: { name: created.name, scopes: created.scopes, expires_at: created.expires_at },
    });
    return created;
  });
  return { ...presentToken(row), token: secret };
}
