import { type OrganizationInput, organizationInputSchema } from "@pragma/contract";
import { insertOrganization } from "@pragma/db/administration";
import { recordAudit } from "../../foundation/audit/index.ts";
import { userActor } from "../../foundation/audit/user-actor.ts";
import type { Login } from "../../foundation/callers/login.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import { newId } from "../../foundation/common/new-id.ts";
import { parseInput } from "../../foundation/common/parse-input.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { notOperator } from "../access/require-operator.ts";

/** Each request of a person reads all their organizations, and if anyone may create some, nothing else bounds them. */
const MAX_OWNED = 100;

/** Whether somebody may create organizations here. */
export function mayCreateOrganization(
  { services: { settings } }: Core,
  { operator }: Pick<Login, "operator">,
): boolean {
  return operator || settings.organizationCreation === "anyone";
}

/**
 * Creates an organization owned by the signed-in person. Its slug is made from its name. It may push providers once an
 * operator grants that.
 * @throws DomainError validation_failed, not_operator if only operators may create organizations, conflict if a person
 *   who is not an operator owns 100
 */
export async function createOrganization(
  core: Core,
  login: Login,
  input: OrganizationInput,
): Promise<{ id: string; slug: string }> {
  const { name } = parseInput(organizationInputSchema, input);
  if (!mayCreateOrganization(core, login)) {
    throw notOperator("Only an operator of this installation can create organizations: ask one");
  }
  const owned = login.organizations.filter(({ role }) => role === "owner").length;
  if (owned >= MAX_OWNED && !login.operator) {
    throw new DomainError(
      "conflict",
      `You own ${owned} organizations: hand some over, or ask an operator to create this one`,
    );
  }
  const id = newId();
  return unitOfWork(core, async ({ db }) => {
    const slug = await insertOrganization(db, { id, name, ownerId: login.userId });
    const actor = userActor({ id: login.userId, name: login.name, email: login.email });
    await recordAudit(
      db,
      { organizationId: id, actor, correlationId: login.correlationId },
      { action: "organization.create", target: id, outcome: "success", details: { name, owner: login.email } },
    );
    return { id, slug };
  });
}
