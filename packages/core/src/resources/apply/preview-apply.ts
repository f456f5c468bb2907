import {
  type ApplyInput,
  type ErrorFacts,
  type LifecycleState,
  resourceId,
  type ValidationIssue,
} from "@pragma/contract";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError, type ErrorCode } from "../../foundation/common/errors.ts";
import { probeQuota } from "../../foundation/limits/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { Preconditions } from "../present/etag.ts";
import { findRefusal } from "./apply-refusal.ts";
import { type ApplyOptions, compareApply, decideCompared, readForApply } from "./prepare-apply.ts";

/** The outcome of an apply. Its changes are for a plan to show: this is asked while somebody types. */
export interface ApplyPreview {
  resource_id: string;
  verdict: "create" | "change" | "nothing" | "refused";
  /** The event for its provider, if any. */
  queues: "CREATE" | "UPDATE" | null;
  from_state: LifecycleState | null;
  /** null if it is refused. */
  to_state: LifecycleState | null;
  /** Faults of the input, and where they are. */
  issues: ValidationIssue[];
  /** The error that the apply would be refused with. */
  refusal: { code: ErrorCode; message: string; facts: ErrorFacts } | null;
}

/**
 * Previews `applyResource` with the same input now: runs its code up to the write. Changes nothing and writes no audit row;
 * errors of the apply become part of the answer.
 * @param options.replaces what a change of this one document would do: that replaces what waits
 */
export async function previewApply(
  core: Core,
  context: RequestContext,
  input: ApplyInput,
  options: Preconditions & Pick<ApplyOptions, "replaces"> = {},
): Promise<ApplyPreview> {
  const tenant = core.db.tenant(context.organizationId);
  const read = await readForApply(core, context.organizationId, input);
  const { existing } = read;
  const from = existing?.lifecycle_state ?? null;
  const start = { resource_id: existing?.id ?? resourceId(input), from_state: from, issues: [], refusal: null };
  try {
    const compared = compareApply(read, core, context, input, options);
    const { verdict, plan } = await decideCompared(compared, core, context, input);
    if (!plan) return { ...start, verdict: "nothing", queues: null, to_state: from };
    const refusal = await findRefusal(tenant, input, existing, plan.effects);
    if (refusal) throw refusal;
    if (!existing) await probeQuota(core, context, "resources", 1);
    return {
      ...start,
      verdict: existing ? "change" : "create",
      queues: verdict.kind === "queue" ? verdict.eventType : null,
      to_state: plan.patch.lifecycle_state ?? from,
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { code, message, facts, issues } = error;
    const refused = { queues: null, to_state: null, issues: [...issues], refusal: { code, message, facts } };
    return { ...start, verdict: "refused", ...refused };
  }
}
