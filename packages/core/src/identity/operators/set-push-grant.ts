import { type SetPushGrantInput, setPushGrantInputSchema } from "@pragma/contract";
import { setPushGrant as setRow } from "@pragma/db/administration";
import type { Login } from "../../foundation/callers/login.ts";
import { notFound } from "../../foundation/common/errors.ts";
import { parseInput } from "../../foundation/common/parse-input.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { requireOperator } from "../access/require-operator.ts";
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
