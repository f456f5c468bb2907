import {
  type ChangePreview,
  type ChangeSource,
  changeTitle,
  isAppliedChange,
  type RevertInput,
  readCounts,
  revertMessage,
  type ValidationIssue,
} from "@pragma/contract";
import {
  findChange,
  findNewestFile,
  type ResourceRow,
  readSnapshots,
  type SnapshotRow,
  type StoredChange,
} from "@pragma/db/queries";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { DomainError, notFound } from "../foundation/common/errors.ts";
import { retryOnConflict } from "../foundation/common/retry-on-conflict.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import type { AskProviders, ForeseenUpdates } from "../resources/apply/foreseen-update.ts";
import { hasFailedDeletion } from "../resources/lifecycle/index.ts";
import { decideChange } from "./decide/decide-change.ts";
import type { DecidedChange } from "./decide/decision.ts";
import { MAX_ROW_BYTES, readRows } from "./decide/read-rows.ts";
import { restoringDocument } from "./document-of.ts";
import { type Decide, foreseeUpdates } from "./foresee-updates.ts";
import { type Outcome, planOrApply } from "./plan-change.ts";
import { changeIdOf } from "./present/change-id.ts";
import type { PresentedChange } from "./present/present-change.ts";
import { wrongStatus } from "./present/wrong-status.ts";
import { previewOf } from "./preview/preview-change.ts";
import { refuseMovedRows } from "./refuse-moved-rows.ts";
import {
  type ChangeRequest,
  EMPTY_REQUEST,
  type RequestedDeletion,
  type RequestedDocument,
} from "./request/change-request.ts";
import { IDLE_SNAPSHOT, type KeptSnapshot, keptIn, leftAs } from "./write/snapshot.ts";

/** Options of a revert besides the change that it undoes. */
export interface RevertOptions extends Pick<RevertInput, "force" | "allow_replace"> {
  source?: ChangeSource | undefined;
}

/**
 * Plans to undo a change, or undoes it: whatever it touched itself goes back to what it was. What it created is deleted, what it
 * deleted is created anew. A resource that others have changed since is refused by name, unless `force`.
 * @throws DomainError not_found, conflict while it is applying, was never applied, or its snapshots are gone, payload_too_large;
 *   as `planOrApply`
 * @param answers of providers (`askAboutRevert`), which are asked before a transaction is begun
 */
export async function revertChange(
  core: Core,
  context: RequestContext,
  id: string,
  { apply, basis, ...options }: RevertOptions & Outcome,
  answers?: ForeseenUpdates,
): Promise<PresentedChange> {
  const decide: Decide = (foreseen) => decideRevert(core, context, id, options, foreseen);
  return planOrApply(core, context, { apply, basis }, decide, answers);
}

/** Asks providers what the updates of a revert would do. To be called before a transaction is begun. @throws DomainError as `revertChange` */
export async function askAboutRevert(
  core: Core,
  context: RequestContext,
  id: string,
  { basis, ...options }: RevertOptions & Outcome,
  providers: AskProviders,
): Promise<ForeseenUpdates> {
  const decide: Decide = (foreseen) => decideRevert(core, context, id, options, foreseen);
  return foreseeUpdates(core, context, { basis }, providers, decide);
}

/** Previews the undoing of a change. Nothing is written. @throws DomainError not_found, conflict, payload_too_large */
export async function previewRevert(
  core: Core,
  context: RequestContext,
  id: string,
  options: RevertOptions,
): Promise<ChangePreview> {
  return previewOf(core, context, await retryOnConflict(core, () => decideRevert(core, context, id, options)));
}

/** @throws ConcurrentChange if somebody changes one of its resources meanwhile */
async function decideRevert(
  core: Core,
  context: RequestContext,
  id: string,
  { force = false, allow_replace: allowReplace, source }: RevertOptions,
  foreseen: ForeseenUpdates = {},
): Promise<DecidedChange> {
  const changeId = changeIdOf(id);
  const tenant = core.db.tenant(context.organizationId);
  const change = await findChange(tenant, changeId);
  if (!change) throw notFound("Change");
  if (!isAppliedChange(change.status))
    throw wrongStatus(
      change,
      change.status === "applying" ? "reverted: wait until it has settled, or end it" : "reverted",
    );
  const undone = await whatWasReplaced(core, context, changeId);
  if (undone.some(isPruned)) {
    throw new DomainError("conflict", `What the change ${changeId} replaced is no longer kept`, {
      change_id: changeId,
      change_status: change.status,
    });
  }
  const rows = await readRows(
    core,
    context,
    undone.map(({ key }) => key),
  );
  const request = await requestFor(core, context, { changeId, title: titleOf(change), undone, rows, force });
  const decided = await decideChange(
    core,
    context,
    { ...request.request, allowReplace: allowReplace ?? null, source: source ?? null, foreseen },
    request.issues,
  );
  refuseMovedRows(decided, rows);
  if (force) return decided;
  refuseChanged(decided, { changeId, appliedAt: change.applied_at ?? "", undone, rows });
  return { ...decided, issues: decided.actions.flatMap(({ issues }) => issues) };
}

async function whatWasReplaced(
  core: Core,
  { organizationId }: RequestContext,
  changeId: string,
): Promise<SnapshotRow[]> {
  const undone: SnapshotRow[] = [];
  let bytes = 0;
  for await (const row of readSnapshots(core.db.tenant(organizationId), changeId)) {
    if (row.snapshot === IDLE_SNAPSHOT) continue;
    undone.push(row);
    bytes += row.snapshot?.length ?? 0;
    if (bytes <= MAX_ROW_BYTES) continue;
    throw new DomainError(
      "payload_too_large",
      `What the change ${changeId} replaced holds more than 128 MiB: roll its resources back one by one`,
      { limit: MAX_ROW_BYTES, used: bytes },
    );
  }
  return undone;
}

/** Old ones are dropped with the history. */
function isPruned({ snapshot }: SnapshotRow): boolean {
  return snapshot === null;
}

interface Undoing {
  changeId: string;
  /** A resource that is younger is another one of the same name. */
  appliedAt: string;
  undone: readonly SnapshotRow[];
  rows: ReadonlyMap<string, ResourceRow>;
}

function titleOf({ counts, ...change }: StoredChange): string {
  return changeTitle({ ...change, counts: readCounts(counts) });
}

async function requestFor(
  core: Core,
  context: RequestContext,
  { changeId, title, undone, rows, force }: Omit<Undoing, "appliedAt"> & { title: string; force: boolean },
): Promise<{ request: ChangeRequest; issues: Map<number, ValidationIssue[]> }> {
  const documents: RequestedDocument[] = [];
  const deletions: RequestedDeletion[] = [];
  const issues = new Map<number, ValidationIssue[]>();
  for (const row of undone) {
    const { key } = row;
    const kept = keptIn(row);
    const { before } = kept;
    if (before === null) {
      if (rows.has(key)) deletions.push({ resource: key, key, ...(kept.adopted && { orphan: true }) });
      continue;
    }
    const { document, ...stored } = restoringDocument(core, context, { ...kept, before }, { forced: force });
    const issue = stored.issue ?? (await findBytesGone(core, context, document));
    if (issue) issues.set(documents.length, [{ ...issue, loc: ["documents", documents.length, ...issue.loc] }]);
    documents.push(document);
  }
  const request: ChangeRequest = {
    ...EMPTY_REQUEST,
    documents,
    delete: deletions,
    message: revertMessage(title),
    reverts: changeId,
  };
  return { request, issues };
}

/** A file without content of its own has the bytes that were uploaded last, which went with it. */
async function findBytesGone(
  core: Core,
  { organizationId }: RequestContext,
  { input: { provider, resource, name, config } }: RequestedDocument,
): Promise<ValidationIssue | undefined> {
  if (provider !== "pragma" || resource !== "file" || (config["content"] ?? null) !== null) return undefined;
  if (await findNewestFile(core.db.tenant(organizationId), name, "upload")) return undefined;
  const msg = `The bytes of ${provider}/${resource}/${name} are gone: upload them again`;
  return { loc: ["config"], msg, type: "bytes_gone" };
}

/** Whether a resource is as the change has left it; a deletion that failed leaves it as it was. */
function isAsLeft({ after, staged, going }: KeptSnapshot, row: ResourceRow | undefined, appliedAt: string): boolean {
  if (row === undefined) return after === null;
  const left = hasFailedDeletion(row) ? [after, staged, going] : [after, staged];
  return left.includes(leftAs(row)) && row.created_at <= appliedAt;
}

/** Somebody has changed it since: undoing this change would undo that, too. Propagation does not count. */
function refuseChanged(decided: DecidedChange, { changeId, appliedAt, undone, rows }: Undoing): void {
  for (const undoneRow of undone) {
    const { key } = undoneRow;
    const row = rows.get(key);
    if (isAsLeft(keptIn(undoneRow), row, appliedAt)) continue;
    const shown = decided.actions.find((one) => one.key === key);
    if (!shown) continue;
    const by = row?.change_id == null || row.change_id === changeId ? "" : ` by the change ${row.change_id}`;
    const msg = `${key} was changed again since${by}: undo that first, or force this revert, which undoes both`;
    if (shown.action !== "refuse") {
      decided.counts[shown.action] -= 1;
      decided.counts.refuse += 1;
      shown.action = "refuse";
    }
    const loc = shown.document === null ? ["delete"] : ["documents", shown.document];
    shown.issues.push({ loc, msg, type: "changed_since" });
  }
}
