import { type ApplyInput, asksToProcess, isDraft, isFailed, isProcessing, isReady, resourceId } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError, validationError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { type ApplyStart, compareApply } from "../../resources/apply/prepare-apply.ts";
import { isLeaving, readReturnsTo } from "../../resources/lifecycle/index.ts";
import { checkReapplicable } from "../../resources/recover/check-reapplicable.ts";
import { readRefs } from "../../resources/references/refs.ts";
import type { RequestedDocument, Restored, RestoredDraft } from "../request/change-request.ts";

/** The request of a document, as the resource stands now. */
interface Asked {
  input: ApplyInput;
  secrets?: readonly string[] | undefined;
  /** The draft to stage once that has succeeded. */
  next?: RestoredDraft;
  /** It counts as another config even if it is the same. */
  changed?: true;
  /** What is stored is sent once more. */
  again?: true;
  warnings: readonly string[];
}

/** The warning of what is gone and created again. */
export const CREATED_ANEW = "Created anew: its data is not restored";

/**
 * How a document sends what is stored once more, or brings back what a change has replaced: where what ran still runs, or runs again, its draft is staged alone,
 * else what ran is applied and the draft follows. Other documents are asked for as they are.
 * @throws DomainError validation_failed of type `type_changed`, `runs_now` or `unknown_below` for what cannot be brought back
 */
export function howToRestore(
  core: Core,
  context: RequestContext,
  start: ApplyStart,
  { input, secrets, restores, again, replaced }: RequestedDocument,
): Asked {
  if (again !== undefined) return onceMore(input, start.existing, replaced === true);
  const asked: Asked = { input, secrets, warnings: [] };
  if (!restores) return asked;
  const { existing } = start;
  const compare = (row: ResourceRow) =>
    compareApply({ ...start, existing: row }, core, context, input, secrets ? { secrets } : {});
  if (restores.draft) return withDraft(asked, restores.draft, start, compare);
  if (restores.below) return draftAlone(asked, restores, existing);
  if (!asksToProcess(input.lifecycle_state)) return asked;
  if (!existing) return { ...asked, warnings: [CREATED_ANEW] };
  if (runsBelow(existing, compare)) {
    return { ...asked, warnings: ["The draft goes, and what runs below it is applied once more"] };
  }
  if (!restores.hadFailed) return asked;
  if (isFailed(existing.lifecycle_state) && !isLeaving(existing) && !compare(existing).changed) {
    return { ...asked, input: { ...input, lifecycle_state: "draft" } };
  }
  return { ...asked, warnings: ["It had failed with this config, which is applied once more"] };
}

/** @throws DomainError conflict if there is nothing that runs, or should */
function onceMore(input: ApplyInput, existing: ResourceRow | undefined, isReplaced: boolean): Asked {
  const id = existing?.id ?? resourceId(input);
  if (!existing) throw new DomainError("conflict", `${id} does not exist`);
  if (isProcessing(existing.lifecycle_state) && !isLeaving(existing)) {
    throw new DomainError("change_in_flight", `${id} is processing: it is applied again once that has ended`);
  }
  // What waits already would not replace anything.
  checkReapplicable(existing, { joins: !isReplaced });
  return { input: { ...input, dependencies: readRefs(existing.dependencies) }, again: true, warnings: [] };
}

type Compare = (row: ResourceRow) => { changed: boolean };

function withDraft(asked: Asked, draft: RestoredDraft, { existing, types }: ApplyStart, compare: Compare): Asked {
  const { provider, resource, name } = asked.input;
  if (existing && runsNow(existing, compare)) {
    const { config, depends_on, connection, secrets } = draft;
    const input = {
      ...asked.input,
      config,
      dependencies: [],
      depends_on: [...depends_on],
      lifecycle_state: "draft" as const,
      ...(connection === undefined ? {} : { connection }),
    };
    // It is a draft also where it says what runs.
    return { input, secrets, warnings: [], ...(isDraft(existing.lifecycle_state) ? {} : { changed: true }) };
  }
  if (draft.schemaId !== (types.find(provider, resource)?.schemaId ?? null)) {
    throw refusal(
      `${provider}/${resource}/${name} had a draft staged, and its type has changed since: apply what ran, and stage a new draft`,
      "type_changed",
    );
  }
  const warnings = ["What ran is applied, and the draft is staged again once that has succeeded"];
  return { ...asked, next: draft, changed: true, warnings: existing ? warnings : [CREATED_ANEW, ...warnings] };
}

/** Whether what ran below the draft runs now: by itself, or below another draft. */
function runsNow(row: ResourceRow, compare: Compare): boolean {
  return isReady(row.lifecycle_state) ? !compare(row).changed : runsBelow(row, compare);
}

function runsBelow(row: ResourceRow, compare: Compare): boolean {
  const kept = readReturnsTo(row);
  if (!isDraft(row.lifecycle_state) || row.succeeded_config === null || !kept) return false;
  const { dependencies, explicit_dependencies, connection = null, sealed_whole } = kept;
  const ran = { config: row.succeeded_config, dependencies, explicit_dependencies, connection, sealed_whole };
  return !compare({ ...row, ...ran }).changed;
}

function draftAlone(asked: Asked, { below, forced }: Restored, existing: ResourceRow | undefined): Asked {
  const isUnknown = below === "unknown";
  const unknown = "An earlier release kept its draft alone: what ran below it does not come back";
  if (!existing) return isUnknown ? { ...asked, warnings: [unknown] } : asked;
  if (isDraft(existing.lifecycle_state)) return asked;
  const staged: Asked = { ...asked, changed: true };
  if (!existing.provisioned) return staged;
  if (forced)
    return {
      ...staged,
      warnings: [isUnknown ? unknown : "It had never run before: what runs now stays, below the draft"],
    };
  if (isUnknown) {
    throw refusal(
      `${existing.id} had a draft staged, and an earlier release kept nothing of what ran below it: force the revert to stage the draft over what runs now`,
      "unknown_below",
    );
  }
  throw refusal(
    `${existing.id} was a draft that had never run, and runs now: delete it to undo that, or force the revert to stage the draft over what runs`,
    "runs_now",
  );
}

function refusal(msg: string, type: string): DomainError {
  return validationError([{ loc: ["body"], msg, type }]);
}
