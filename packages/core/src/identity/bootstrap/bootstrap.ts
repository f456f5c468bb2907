import { SCOPES } from "@pragma/contract";
import { isSignInPossible } from "@pragma/db/administration";
import {
  claimPlaceholder,
  createOwner,
  findFirstOwner,
  findOwnership,
  findPlaceholder,
  hasAnyAccount,
  isTokenKnown,
  lockBootstrap,
  type Ownership,
  putBootstrapToken,
} from "@pragma/db/queries";
import { type AuditContext, recordAudit } from "../../foundation/audit/index.ts";
import { newId } from "../../foundation/common/new-id.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { hashPassword } from "../access/password.ts";
import { hashSecret, prefixOf } from "../access/secret.ts";
import { bootstrapTokenId } from "./bootstrap-token-id.ts";
import { type BootstrapInput, type CheckedInput, checkBootstrapInput } from "./check-input.ts";
import { PLACEHOLDER_EMAIL } from "./placeholder.ts";

const ORGANIZATION_NAME = "Default";
const TOKEN_NAME = "Bootstrap token";
const ACTOR = { type: "system", id: "bootstrap", name: "First start" };

export interface BootstrapResult {
  /** This call created the first account and its organization, or claimed the placeholder. */
  created: boolean;
  /** This call added the token, or replaced another. */
  tokenAdded: boolean;
  /** Why the request was not fulfilled, for the operator. */
  warning?: string;
}

/**
 * Creates the first account and organization of an unattended install, and its first API token. Called at every start;
 * concurrent starts do it once.
 *
 * - The account is created only while there is none at all. Later the environment neither changes its password nor adds
 *   accounts: a password changed in the product stays.
 * - A token without an account gets an owner that nobody can sign in as, so that programs work from the first start.
 *   The account that the environment names at a later start claims this owner, or the dashboard's set-up does, together
 *   with the token.
 * - The token has all scopes and does not expire. There is only one at a time: another value in the environment
 *   replaces the former, which ends. A revoked token stays revoked until the value changes. Without an account in the
 *   environment it belongs to the first owner.
 *
 * @throws BootstrapError for incomplete or weak input
 */
export async function bootstrap(core: Core, input: BootstrapInput): Promise<BootstrapResult> {
  const checked = checkBootstrapInput(input);
  if (!checked) return { created: false, tokenAdded: false };
  const result = await unitOfWork(core, async (unit) => {
    await lockBootstrap(unit.db);
    const created = await ensureAccount(unit, checked.account);
    const owner = await (checked.account ? findOwnership(unit.db, checked.account.email) : findFirstOwner(unit.db));
    if (!owner) return { created, tokenAdded: false, warning: nobodyOwns(checked) };
    return { created, tokenAdded: checked.token !== undefined && (await addToken(unit, owner, checked.token)) };
  });
  if (result.created || result.tokenAdded) core.callers.clear();
  return result;
}

function nobodyOwns({ account }: CheckedInput): string {
  const who = account ? `${account.email} owns no organization` : "none of them owns an organization";
  return `There are accounts already, and ${who}: nothing was changed`;
}

async function ensureAccount(core: Core, account: CheckedInput["account"]): Promise<boolean> {
  if (!(await hasAnyAccount(core.db))) {
    await createAccount(core, account);
    return true;
  }
  const placeholder = account && (await findPlaceholder(core.db, PLACEHOLDER_EMAIL));
  // Once somebody can sign in, the environment adds no accounts.
  if (!placeholder || (await isSignInPossible(core.db))) return false;
  const { email, password } = account;
  const passwordHash = await hashPassword(password);
  await claimPlaceholder(core.db, placeholder.user_id, { email, name: null, passwordHash });
  await recordAudit(core.db, auditContext(placeholder.organization_id, placeholder.user_id), {
    action: "account.claim",
    target: placeholder.user_id,
    outcome: "success",
    details: { email },
  });
  return true;
}

async function createAccount(core: Core, account: CheckedInput["account"]): Promise<void> {
  const organizationId = newId();
  const userId = newId();
  const email = account?.email ?? PLACEHOLDER_EMAIL;
  const passwordHash = account ? await hashPassword(account.password) : null;
  const owner = { userId, email, name: null, passwordHash };
  await createOwner(core.db, { ...owner, organizationId, organizationName: ORGANIZATION_NAME });
  await recordAudit(core.db, auditContext(organizationId, userId), {
    action: "organization.create",
    target: organizationId,
    outcome: "success",
    details: { owner: email },
  });
}

function auditContext(organizationId: string, correlationId: string): AuditContext {
  return { organizationId, actor: ACTOR, correlationId };
}

async function addToken(core: Core, owner: Ownership, token: string): Promise<boolean> {
  const hash = hashSecret(token);
  if (await isTokenKnown(core.db, hash)) return false;
  // One id per organization, so that the next value replaces this one.
  const id = bootstrapTokenId(owner.organization_id);
  await putBootstrapToken(core.db.tenant(owner.organization_id), {
    id,
    userId: owner.user_id,
    name: TOKEN_NAME,
    prefix: prefixOf(token),
    hash,
    scopes: SCOPES,
  });
  await recordAudit(core.db, auditContext(owner.organization_id, id), {
    action: "token.create",
    target: id,
    outcome: "success",
    details: { name: TOKEN_NAME, scopes: [...SCOPES] },
  });
  return true;
}
