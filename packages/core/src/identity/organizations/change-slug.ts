import { type SlugInput, slugInputSchema } from "@pragma/contract";
import { changeSlug as changeRow, countFormerSlugs, isSlugFree, lockSlugs } from "@pragma/db/queries";
import { recordAudit } from "../../foundation/audit/index.ts";
import type { MemberContext } from "../../foundation/callers/login.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import { parseInput } from "../../foundation/common/parse-input.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { changeMembers } from "./change-members.ts";

/** Maximum number of former slugs that lead to an organization: an owner must not reserve more names. */
const MAX_FORMER = 10;

/**
 * Gives the organization another slug, and its pages new URLs. The former slug leads to it for 30 days, and nobody else
 * can take it until then. For owners.
 * @throws DomainError validation_failed, missing_scope, conflict if another organization has it or had it recently, or
 *   after 10 changes within 30 days
 */
export async function changeSlug(core: Core, member: MemberContext, input: SlugInput): Promise<{ slug: string }> {
  const { slug } = parseInput(slugInputSchema, input);
  await changeMembers(core, member, "owner", async ({ db, tenant }) => {
    await lockSlugs(db);
    if (!(await isSlugFree(tenant, slug))) {
      throw new DomainError("conflict", `The address ${slug} is taken: choose another one`);
    }
    if ((await countFormerSlugs(tenant, slug)) >= MAX_FORMER) {
      throw new DomainError("conflict", `The address was changed ${MAX_FORMER} times within 30 days: wait for a while`);
    }
    const former = await changeRow(tenant, slug);
    if (former === undefined) return;
    await recordAudit(db, member, {
      action: "organization.slug",
      target: member.organizationId,
      outcome: "success",
      details: { slug, former },
    });
  });
  return { slug };
}
