import {
  type ApplyInput,
  type ChangePreview,
  type ChangeSource,
  isDraft,
  type JsonObject,
  type ResourceRef,
  resourceId,
  resourceKey,
} from "@pragma/contract";
import { findResource, type HistoryRow, type IdRange, listHistory, type ResourceRow } from "@pragma/db/queries";
import {
  type Change,
  containsMask,
  formatPath,
  type Json,
  maskedPaths,
  maskJson,
  type Path,
  PathTree,
  parsePath,
  parseReferences,
  referencedTargets,
  undoChanges,
} from "@pragma/language";
import type { RequestContext } from "../callers/caller.ts";
import { DomainError, notFound } from "../common/errors.ts";
import { BATCH_BYTES } from "../common/list-bounds.ts";
import type { Core } from "../unit-of-work/core.ts";
import { decideChange } from "./decide/decide-change.ts";
import type { DecidedChange } from "./decide/decision.ts";
import { type Outcome, planOrApply } from "./plan-change.ts";
import type { PresentedChange } from "./present/present-change.ts";
import { previewOf } from "./preview/preview-change.ts";
import { EMPTY_REQUEST } from "./request/change-request.ts";

/** Entries of a history that are read at once, and at most. */
const PAGE = 500;
const MAX_ENTRIES = 20_000;

/** Paths that the message of the plan names. */
const NAMED_PATHS = 5;
const MAX_MESSAGE = 500;

/** A resource by its internal or friendly id, and the generation that it is to have again. */
export interface RollBack {
  id: string;
  generation: number;
  source?: ChangeSource | undefined;
}

/**
 * Plans to bring back the config and the dependencies that a resource had at an earlier generation, or brings them back. They
 * are found by undoing what its history says was changed since. Tags, owners and protection belong to no generation and stay.
 *
 * The history keeps no sensitive value: one that was changed since stays as it is, and the plan's message names it. One
 * that was removed since cannot come back: the plan refuses it, at its path.
 * @throws DomainError not_found; conflict if it is at that generation, never was, or its history is gone; as `planOrApply`
 */
export async function rollBackResource(
  core: Core,
  context: RequestContext,
  { apply, basis, ...asked }: RollBack & Outcome,
): Promise<PresentedChange> {
  return planOrApply(core, context, { apply, basis }, async () => (await decideRollBack(core, context, asked)).decided);
}

/** What a roll-back would do. */
export interface RollBackPreview extends ChangePreview {
  /** Paths of sensitive values that stay as they are. */
  staying: string[];
}

/** What a roll-back would do. Nothing is written. @throws DomainError not_found, conflict as `rollBackResource` */
export async function previewRollBack(core: Core, context: RequestContext, asked: RollBack): Promise<RollBackPreview> {
  const { decided, staying } = await decideRollBack(core, context, asked);
  return { ...previewOf(core, context, decided), staying };
}

async function decideRollBack(
  core: Core,
  context: RequestContext,
  { id, generation, source }: RollBack,
): Promise<{ decided: DecidedChange; staying: string[] }> {
  const row = await findResource(core.db.tenant(context.organizationId), id);
  if (!row) throw notFound("Resource");
  if (row.generation === generation) throw unreachable(row, generation, "it is at that generation");
  if (row.generation < generation) throw unreachable(row, generation, "it has not come that far");
  const { config, dependencies, masked } = await earlierState(core, context, row, generation);
  const { provider, resource, name } = row;
  const input: ApplyInput = {
    provider,
    resource,
    name,
    config,
    dependencies,
    depends_on: unreferenced(core, context, config, dependencies),
    lifecycle_state: isDraft(row.lifecycle_state) ? "draft" : "pending",
  };
  const staying = stayingPaths(config, masked);
  const message = messageOf(row, generation, staying);
  const request = { ...EMPTY_REQUEST, documents: [{ input }], message, source: source ?? null };
  return { decided: await decideChange(core, context, request), staying };
}

/** What a resource was, as far as a generation has it. */
interface EarlierState {
  config: JsonObject;
  dependencies: ResourceRef[];
  /** Where sensitive values were changed since. */
  masked: Path[];
}

const UNDONE = new Set(["config", "dependencies"]);

/** Undoes what the history tells of the time after a generation, newest first, entry by entry: a long one fits no memory. */
async function earlierState(
  core: Core,
  { organizationId }: RequestContext,
  row: ResourceRow,
  generation: number,
): Promise<EarlierState> {
  const state: JsonObject = {
    config: maskJson(JSON.parse(row.config) as Json),
    dependencies: JSON.parse(row.dependencies) as Json,
  };
  const masked: Path[] = [];
  for await (const entry of entriesOf(core, organizationId, row.key)) {
    if (entry.generation === generation) return { ...state, masked } as unknown as EarlierState;
    // The first entry of this resource: what is older tells of another one of the same name.
    if (entry.event_type === "CREATE" && entry.from_state === null) break;
    const changes = JSON.parse(entry.changes) as Change[];
    for (const { path, before } of changes) if (containsMask(before)) masked.push(parsePath(path) ?? []);
    if (!undoChanges(state, changes, UNDONE)) {
      throw unreachable(row, generation, "its history does not lead back to it");
    }
  }
  throw unreachable(row, generation, "its history no longer reaches back to it");
}

async function* entriesOf(core: Core, organizationId: string, key: string): AsyncGenerator<HistoryRow> {
  const range: IdRange = {};
  for (let read = 0; read < MAX_ENTRIES; ) {
    const { rows, more } = await listHistory(core.db.tenant(organizationId), key, range, {
      limit: PAGE,
      bytes: BATCH_BYTES,
    });
    yield* rows;
    if (!more) return;
    read += rows.length;
    range.before = rows.at(-1)?.id;
  }
}

/** Where a sensitive value stands that was another one back then, however often it was replaced or removed since. */
function stayingPaths(config: Json, masked: readonly Path[]): string[] {
  const tree = new PathTree(masked);
  const staying = maskedPaths(config).map((path): Path => ["config", ...path]);
  return staying.filter((path) => tree.touches(path)).map(formatPath);
}

/** What was depended on without a reference: such dependencies are explicit, whatever they have become since. */
function unreferenced(
  core: Core,
  { organizationId }: RequestContext,
  config: Json,
  refs: readonly ResourceRef[],
): string[] {
  const box = core.services.keyring.box(organizationId);
  const { references } = parseReferences(config, { stringReferences: true, box, prefix: [] });
  const named = new Set(referencedTargets(references).map(resourceKey));
  return refs.map(resourceKey).filter((key) => !named.has(key));
}

function messageOf(row: ResourceRow, generation: number, staying: readonly string[]): string {
  const what = `Roll back ${row.key} to generation ${generation}`;
  if (staying.length === 0) return what.slice(0, MAX_MESSAGE);
  const named = staying.slice(0, NAMED_PATHS).join(", ");
  const others = staying.length > NAMED_PATHS ? ` and ${staying.length - NAMED_PATHS} more` : "";
  return `${what}, except ${named}${others}: the history keeps no sensitive values`.slice(0, MAX_MESSAGE);
}

function unreachable(row: ResourceRow, generation: number, why: string): DomainError {
  return new DomainError("conflict", `${resourceId(row)} cannot be rolled back to generation ${generation}: ${why}`, {
    resource_id: row.id,
  });
}
