import { SCOPES } from "@pragma/contract";
import {
  createOwner,
  findOwnership,
  hasAnyAccount,
  isTokenKnown,
  lockBootstrap,
  type Ownership,
  putBootstrapToken,
} from "@pragma/db/queries";
import { v5 as uuidv5, v7 as uuidv7 } from "uuid";
import { hashPassword } from "../access/password.ts";
import { hashSecret, prefixOf } from "../access/secret.ts";
import { recordAudit } from "../audit/index.ts";
import type { Core } from "../core.ts";
import { type BootstrapInput, type CheckedInput, checkBootstrapInput } from "./check-input.ts";

const ORGANIZATION_NAME = "Default";
const TOKEN_NAME = "Bootstrap token";
const ACTOR = { type: "system", id: "bootstrap", name: "First start" };

export interface BootstrapResult {
  /** The first account and its organization were created by this call. */
  created: boolean;
  /** The token was added, or took the place of another, by this call. */
  tokenAdded: boolean;
  /** Why what was asked for was not done, for the operator. */
  warning?: string;
}

/**
 * Makes the first account and organization of an unattended install, and its first API token. Called at every start;
 * processes that start at once do it once.
 *
 * - The account is created only while there is none at all. Later the environment changes neither its password nor
 *   adds others: whoever changed the password in the product keeps it.
 * - The token has all scopes and does not expire. There is one at a time: another value in the environment takes the
 *   place of the former, which ends. One that was revoked stays revoked until the value changes.
 *
 * @throws BootstrapError for input that is incomplete or weak
 */
export async function bootstrap(core: Core, input: BootstrapInput): Promise<BootstrapResult> {
  const checked = checkBootstrapInput(input);
  if (!checked) return { created: false, tokenAdded: false };
  const result = await core.db.transaction(async (db) => {
    await lockBootstrap(db);
    const inside = { ...core, db };
    const created = !(await hasAnyAccount(db));
    if (created) await createAccount(inside, checked);
    const owner = await findOwnership(db, checked.email);
    if (!owner) {
      const warning = `There are accounts already, and ${checked.email} owns no organization: nothing was changed`;
      return { created, tokenAdded: false, warning };
    }
    return { created, tokenAdded: checked.token !== undefined && (await addToken(inside, owner, checked.token)) };
  });
  if (result.tokenAdded) core.callers.clear();
  return result;
}

async function createAccount(core: Core, { email, password }: CheckedInput): Promise<void> {
  const organizationId = uuidv7();
  const userId = uuidv7();
  const passwordHash = await hashPassword(password);
  await createOwner(core.db, { organizationId, organizationName: ORGANIZATION_NAME, userId, email, passwordHash });
  await recordAudit(
    core.db,
    { organizationId, actor: ACTOR, correlationId: userId },
    { action: "organization.create", target: organizationId, outcome: "success", details: { owner: email } },
  );
}

async function addToken(core: Core, owner: Ownership, token: string): Promise<boolean> {
  const hash = hashSecret(token);
  if (await isTokenKnown(core.db, hash)) return false;
  // One id an organization, so that the next value takes the place of this one.
  const id = uuidv5("bootstrap-token", owner.organization_id);
  await putBootstrapToken(core.db.tenant(owner.organization_id), {
    id,
    userId: owner.user_id,
    name: TOKEN_NAME,
    prefix: prefixOf(token),
    hash,
    scopes: SCOPES,
  });
  await recordAudit(
    core.db,
    { organizationId: owner.organization_id, actor: ACTOR, correlationId: id },
    { action: "token.create", target: id, outcome: "success", details: { name: TOKEN_NAME, scopes: [...SCOPES] } },
  );
  return true;
}
