import { forgetChecks, type TakeChecks, type TakenCheck, takeCheck, takeChecks } from "@pragma/db/queries";
import type { KnownType } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { type Check, openCheck, type Skipped } from "./check.ts";
import { forgetFinding, postponeChecks } from "./record-checks.ts";

/** Until a check is taken again that is for another worker. */
const ELSEWHERE_SECONDS = 5;

/**
 * Takes checks that are due, as many as are wanted: those that cannot be made now are put off.
 * @param runs whether this worker runs the provider of a type for an organization
 * @returns the checks to be made, and whether more may be due
 */
export async function takeDueChecks(
  core: Core,
  wanted: TakeChecks,
  runs: (organizationId: string, type: KnownType) => boolean,
): Promise<{ checks: Check[]; more: boolean }> {
  const taken = await takeChecks(core.db, wanted);
  const checks: Check[] = [];
  const skipped: { organizationId: string; key: string; seconds: number }[] = [];
  const forgotten: TakenCheck[] = [];
  const gone: { organizationId: string; key: string }[] = [];
  for (const one of taken) {
    const place = { organizationId: one.organizationId, key: one.key };
    const opened = await openCheck(core, one);
    if (opened === undefined) gone.push(place);
    else if (!isCheck(opened)) {
      skipped.push({ ...place, seconds: opened.seconds });
      if (opened.forgets) forgotten.push(one);
    } else if (runs(one.organizationId, opened.type)) checks.push(opened);
    else skipped.push({ ...place, seconds: ELSEWHERE_SECONDS });
  }
  await postponeChecks(core, skipped);
  await forgetChecks(core.db, gone);
  for (const one of forgotten) await forgetFinding(core, one);
  return { checks, more: taken.length > 0 };
}

/**
 * Takes the check of one resource, because somebody asks, due or not.
 * @returns why it cannot be made now, or undefined if the resource does not exist
 */
export async function takeAskedCheck(
  core: Core,
  organizationId: string,
  key: string,
): Promise<Check | Skipped | undefined> {
  const taken = await takeCheck(core.db.tenant(organizationId), key);
  return taken && openCheck(core, taken, { asked: true });
}

/** Whether a check can be made. */
export function isCheck(opened: Check | Skipped): opened is Check {
  return "row" in opened;
}
