import { type LimitName, type SetLimitInput, setLimitInputSchema } from "@pragma/contract";
import { findOrganizationLimits, setOrganizationLimit } from "@pragma/db/administration";
import { lockOrganization } from "@pragma/db/queries";
import type { AuditFacts } from "../../foundation/audit/index.ts";
import type { Login } from "../../foundation/callers/login.ts";
import { notFound } from "../../foundation/common/errors.ts";
import { parseInput } from "../../foundation/common/parse-input.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { requireOperator } from "../access/require-operator.ts";
import { auditIn } from "./audit-operator.ts";

/**
 * Sets a limit of one organization: a quota, or `requests`, its rate limit. Null removes it, so that the setting
 * applies again. Takes effect within a second on every replica; a lowered quota takes half a minute for applies by
 * providers' handlers. What the organization already has stays, even if it exceeds the limit.
 * @throws DomainError not_operator, not_found, validation_failed
 */
export async function setLimit(core: Core, login: Login, input: SetLimitInput): Promise<void> {
  requireOperator(login);
  await changeLimit(core, input, (unit, organizationId, facts) => auditIn(unit, login, organizationId, facts));
}

/** Records the actor in the organization's audit log. */
export type AuditLimit = (unit: Core, organizationId: string, facts: AuditFacts) => Promise<void>;

/** `setLimit` without the check for an operator. @throws DomainError not_found, validation_failed */
export async function changeLimit(core: Core, input: SetLimitInput, audit: AuditLimit): Promise<void> {
  const { organizationId, limit, value } = parseInput(setLimitInputSchema, input);
  await unitOfWork(core, async (unit) => {
    const name = await lockOrganization(unit.db, organizationId);
    if (name === undefined) throw notFound("Organization");
    const tenant = unit.db.tenant(organizationId);
    const before = (await findOrganizationLimits(tenant)).find((own) => own.name === limit)?.value ?? null;
    if (before === value) return;
    await setOrganizationLimit(tenant, limit, value);
    await audit(unit, organizationId, auditFacts(organizationId, name, limit, before, value));
    unit.callers.clear();
  });
}

/** Null stands for the settings' default. */
function auditFacts(
  organizationId: string,
  name: string,
  limit: LimitName,
  before: number | null,
  after: number | null,
): AuditFacts {
  const details = { name, limit, before, after };
  return { action: "organization.limit", target: organizationId, outcome: "success", details };
}
