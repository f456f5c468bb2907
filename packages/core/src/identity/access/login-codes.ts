import { hash, randomBytes, timingSafeEqual } from "node:crypto";
import type { ExchangeInput, ExchangeResult, Scope } from "@pragma/contract";
import { insertToken } from "@pragma/db/administration";
import {
  insertLoginCode,
  type LoginCodeRow,
  noteTokenOfCode,
  revokeTokenOfUsedCode,
  takeLoginCode,
} from "@pragma/db/queries";
import { recordAudit } from "../../foundation/audit/index.ts";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { rightsOf } from "../../foundation/callers/rights.ts";
import { DomainError, validationError } from "../../foundation/common/errors.ts";
import { newId } from "../../foundation/common/new-id.ts";
import { checkRoom, requireRoom } from "../../foundation/limits/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { refuseGoneMember } from "./gone-member.ts";
import { requireScopes } from "./require-scope.ts";
import { hashSecret, newSecret, prefixOf } from "./secret.ts";

const CODE_SECONDS = 10 * 60;
const TOKEN_DAYS = 30;
const CODE_BYTES = 32;
/** An S256 challenge: 256 bits in base64url. */
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;
/** RFC 7636, 4.1. */
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;

/** The actor when a code is presented a second time: nothing is known of the sender. */
const REPLAY_ACTOR = { type: "system", id: "login-codes", name: "Login codes" };

/** The request of a CLI that the user approved. */
export interface LoginRequest {
  /** Name of the token to be created. */
  name: string;
  scopes: readonly Scope[];
  /** RFC 7636 with S256. */
  codeChallenge: string;
}

/**
 * Creates the code that a CLI login receives in its redirect: for one exchange within 10 minutes. Stores only its hash.
 * @throws DomainError missing_scope, validation_failed, quota_exceeded, not_authenticated if the user has left
 */
export async function createLoginCode(
  core: Core,
  context: RequestContext,
  request: LoginRequest,
): Promise<{ code: string; expiresAt: string }> {
  requireScopes(context, request.scopes);
  if (!CHALLENGE.test(request.codeChallenge)) {
    throw validationError([{ loc: ["code_challenge"], msg: "must be an S256 challenge", type: "code_challenge" }]);
  }
  await checkRoom(core, context.organizationId, "tokens");
  const code = randomBytes(CODE_BYTES).toString("base64url");
  const expiresAt = await insertLoginCode(core.db.tenant(context.organizationId), {
    hash: hashSecret(code),
    userId: context.userId,
    codeChallenge: request.codeChallenge,
    name: request.name,
    scopes: [...new Set(request.scopes)],
    seconds: CODE_SECONDS,
  }).catch(refuseGoneMember);
  return { code, expiresAt };
}

/**
 * Exchanges the code of a CLI login for a token of 30 days (RFC 7636, S256). The first attempt uses the code up, right
 * or wrong, so that nobody who intercepts a code can guess the verifier. A second use means that two parties have the
 * code, so the token of the first use is revoked (RFC 6749, 4.1.2).
 * @throws DomainError bad_request, the same whatever is wrong; quota_exceeded, after which the code may be used again
 */
export async function exchangeLoginCode(
  core: Core,
  input: ExchangeInput,
  correlationId: string,
): Promise<ExchangeResult> {
  // A refusal's writes must be committed, so it leaves the transaction as a value: a concurrent exchange of the same
  // code waits for its row, and finds the token that it was exchanged for.
  const result = await unitOfWork(core, (unit) => exchange(unit, input, correlationId));
  if (result === null) throw new DomainError("bad_request", "The code is invalid, expired or used");
  return result;
}

async function exchange(core: Core, input: ExchangeInput, correlationId: string): Promise<ExchangeResult | null> {
  const codeHash = hashSecret(input.code);
  const login = await takeLoginCode(core.db, codeHash);
  if (!login) {
    await endReplayed(core, codeHash, correlationId);
    return null;
  }
  if (!verifies(input.code_verifier, login.code_challenge)) return null;
  await requireRoom(core, login.organization_id, "tokens");
  const secret = newSecret();
  const token = await insertToken(core.db.tenant(login.organization_id), {
    id: newId(),
    userId: login.user_id,
    name: login.name,
    prefix: prefixOf(secret),
    hash: hashSecret(secret),
    scopes: [...rightsOf(login.scopes, login.role)],
    expiresAt: new Date(Date.now() + TOKEN_DAYS * 86_400_000),
  });
  await noteTokenOfCode(core.db, codeHash, token.id);
  await recordAudit(core.db, auditContext(login, correlationId), {
    action: "token.create",
    target: token.id,
    outcome: "success",
    details: { name: token.name, scopes: token.scopes, expires_at: token.expires_at, by: "login" },
  });
  return { token: secret, expires_at: token.expires_at };
}

async function endReplayed(core: Core, codeHash: Buffer, correlationId: string): Promise<void> {
  const revoked = await revokeTokenOfUsedCode(core.db, codeHash);
  if (!revoked) return;
  const { organization_id: organizationId, id, user_id, name } = revoked;
  await recordAudit(
    core.db,
    { organizationId, actor: REPLAY_ACTOR, correlationId },
    { action: "token.revoke", target: id, outcome: "success", details: { name, user_id, by: "replay" } },
  );
  core.callers.forget(id);
}

function verifies(verifier: string, challenge: string): boolean {
  if (!VERIFIER.test(verifier)) return false;
  return timingSafeEqual(Buffer.from(hash("sha256", verifier, "base64url")), Buffer.from(challenge));
}

function auditContext(login: LoginCodeRow, correlationId: string) {
  const actor = { type: "user", id: login.user_id, name: login.user_name ?? login.email };
  return { organizationId: login.organization_id, actor, correlationId };
}
