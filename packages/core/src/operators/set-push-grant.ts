import { type SetPushGrantInput, setPushGrantInputSchema } from "@pragma/contract";
import { setPushGrant as setRow } from "@pragma/db/administration";
import { requireOperator } from "../access/require-operator.ts";
import type { Login } from "../callers/login.ts";
import { notFound } from "../common/errors.ts";
import { parseInput } from "../common/parse-input.ts";
import type { Core } from "../unit-of-work/core.ts";
import { unitOfWork } from "../unit-of-work/unit-of-work.ts";
import { auditIn } from "./audit-operator.ts";

/**
 * Lets an organization push providers, or forbids it: versions that it has deployed keep running.
 * @throws DomainError not_operator, not_found
 */
export async function setPushGrant(core: Core, login: Login, input: SetPushGrantInput): Promise<void> {
  requireOperator(login);
  const { organizationId, mayPush } = parseInput(setPushGrantInputSchema, input);
  await unitOfWork(core, async (unit) => {
    const before = await setRow(unit.db, organizationId, mayPush);
    if (!before) throw notFound("Organization");
    if (before.former === mayPush) return;
    await auditIn(unit, login, organizationId, {
      action: "organization.push_grant",
      target: organizationId,
      outcome: "success",
      details: { name: before.name, may_push: mayPush },
    });
  });
}
