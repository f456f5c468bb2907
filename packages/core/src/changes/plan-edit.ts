import {
  type ApplyInput,
  type ChangePreview,
  type ChangeSource,
  MAX_CHANGE_BYTES,
  MAX_TAGS,
  type ResourceEdit,
  type ValidationIssue,
} from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { DomainError, notFound } from "../foundation/common/errors.ts";
import { retryOnConflict } from "../foundation/common/retry-on-conflict.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import type { AskProviders, ForeseenUpdates } from "../resources/apply/foreseen-update.ts";
import { decideChange } from "./decide/decide-change.ts";
import type { DecidedChange } from "./decide/decision.ts";
import { readRows } from "./decide/read-rows.ts";
import { documentOf } from "./document-of.ts";
import { type Decide, foreseeUpdates } from "./foresee-updates.ts";
import { type Outcome, planOrApply } from "./plan-change.ts";
import type { PresentedChange } from "./present/present-change.ts";
import { previewOf } from "./preview/preview-change.ts";
import { refuseMovedRows } from "./refuse-moved-rows.ts";
import { type ChangeRequest, EMPTY_REQUEST, type RequestedDocument } from "./request/change-request.ts";
import { snapshot } from "./write/snapshot.ts";

/** An edit, who asks for it by which means, and what becomes of the decision. */
export interface EditRequest extends Outcome {
  edit: ResourceEdit;
  source: ChangeSource;
}

/**
 * Plans the same edit of many resources as one change, or applies it: their documents are those that are stored, so that
 * secrets never leave the server. Resources that are gone are left out. Only drafts run, and only with `apply_drafts`.
 * @throws DomainError payload_too_large, naming the limit; not_found if all are gone; as `planOrApply`
 * @param answers of providers (`askAboutEdit`)
 */
export async function planEdit(
  core: Core,
  context: RequestContext,
  resources: readonly string[],
  { apply, basis, ...asked }: EditRequest,
  answers?: ForeseenUpdates,
): Promise<PresentedChange> {
  const decide: Decide = (foreseen) => decideEdit(core, context, resources, asked, foreseen);
  return planOrApply(core, context, { apply, basis }, decide, answers);
}

/** Asks providers what the updates of such an edit would do. @throws DomainError as `planEdit` */
export async function askAboutEdit(
  core: Core,
  context: RequestContext,
  resources: readonly string[],
  { basis, ...asked }: EditRequest,
  providers: AskProviders,
): Promise<ForeseenUpdates> {
  const decide: Decide = (foreseen) => decideEdit(core, context, resources, asked, foreseen);
  return foreseeUpdates(core, context, { basis }, providers, decide);
}

/** Previews such an edit. Nothing is written. @throws DomainError payload_too_large, not_found */
export async function previewEdit(
  core: Core,
  context: RequestContext,
  resources: readonly string[],
  asked: Omit<EditRequest, keyof Outcome>,
): Promise<ChangePreview> {
  return previewOf(core, context, await retryOnConflict(core, () => decideEdit(core, context, resources, asked)));
}

/** @throws ConcurrentChange if somebody changes one of them meanwhile */
async function decideEdit(
  core: Core,
  context: RequestContext,
  resources: readonly string[],
  { edit, source }: Omit<EditRequest, keyof Outcome>,
  foreseen: ForeseenUpdates = {},
): Promise<DecidedChange> {
  const rows = await readRows(core, context, resources);
  if (rows.size === 0) throw notFound("Resource");
  checkSize([...rows.values()]);
  const documents: RequestedDocument[] = [];
  const issues = new Map<number, ValidationIssue[]>();
  // In an order that is the same for whoever looks again.
  for (const [, row] of [...rows].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const stored = snapshot(row);
    const { document, issue } = documentOf(core, context, stored);
    if (issue) issues.set(documents.length, [{ ...issue, loc: ["documents", documents.length, ...issue.loc] }]);
    const { set: _, ...kept } = document;
    const input = edited(document.input, edit, stored.is_draft);
    const count = input.tags?.length ?? 0;
    if (count > MAX_TAGS) issues.set(documents.length, [tooManyTags(documents.length, count)]);
    documents.push({ ...kept, input });
  }
  const request: ChangeRequest = {
    ...EMPTY_REQUEST,
    documents,
    allowReplace: edit.allow_replace ?? null,
    message: edit.message ?? null,
    source,
    foreseen,
  };
  const decided = await decideChange(core, context, request, issues);
  refuseMovedRows(decided, rows);
  return decided;
}

function checkSize(rows: readonly ResourceRow[]): void {
  const bytes = rows.reduce((sum, { config }) => sum + Buffer.byteLength(config), 0);
  if (bytes <= MAX_CHANGE_BYTES) return;
  throw new DomainError(
    "payload_too_large",
    `The configs of a change have at most ${MAX_CHANGE_BYTES / 1024 ** 2} MiB together, and these have ${Math.ceil(bytes / 1024 ** 2)} MiB: choose fewer resources`,
    { limit: MAX_CHANGE_BYTES, used: bytes },
  );
}

/** The edit and the stored tags each keep to the limit, but not what they come to together. */
function tooManyTags(index: number, count: number): ValidationIssue {
  const msg = `would be ${count} tags, and a resource has at most ${MAX_TAGS}`;
  return { loc: ["documents", index, "tags"], msg, type: "too_big" };
}

function edited(input: ApplyInput, edit: ResourceEdit, isDraft: boolean): ApplyInput {
  const { add_tags: added = [], remove_tags: removed = [], deletion_protected, apply_drafts } = edit;
  const before = input.tags ?? [];
  // Nobody can type the blanks around a tag that a program has set.
  const tags = [...new Set([...before.filter((tag) => !removed.includes(tag.trim())), ...added])];
  return {
    ...input,
    // A resource without tags may have null, which is another value than none.
    ...(tags.length > 0 || before.length > 0 ? { tags } : {}),
    ...(deletion_protected === undefined ? {} : { deletion_protected }),
    // Whatever is not a draft keeps its state: asked for as pending, what failed would run again, or not be deleted after all.
    lifecycle_state: isDraft && apply_drafts ? "pending" : "draft",
  };
}
