import {
  type AllowReplace,
  type ApplyInput,
  type ChangePreview,
  type ChangeSource,
  isDraft,
  type ResourceRef,
  resourceId,
  resourceKey,
} from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import {
  formatPath,
  type Json,
  maskedPaths,
  type Path,
  PathTree,
  parseReferences,
  referencedTargets,
} from "@pragma/language";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { DomainError } from "../foundation/common/errors.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import type { AskProviders, ForeseenUpdates } from "../resources/apply/foreseen-update.ts";
import { readEarlierStates } from "../resources/read/index.ts";
import { decideChange } from "./decide/decide-change.ts";
import type { DecidedChange } from "./decide/decision.ts";
import { type Decide, foreseeUpdates } from "./foresee-updates.ts";
import { type Outcome, planOrApply } from "./plan-change.ts";
import type { PresentedChange } from "./present/present-change.ts";
import { previewOf } from "./preview/preview-change.ts";
import { EMPTY_REQUEST } from "./request/change-request.ts";

/** Paths that the message of the plan names. */
const NAMED_PATHS = 5;
const MAX_MESSAGE = 500;

/** A resource by its internal or friendly id, and the generation that it is to have again. */
export interface RollBack {
  id: string;
  generation: number;
  /** As in `POST /changes`. */
  allow_replace?: AllowReplace | undefined;
  source?: ChangeSource | undefined;
}

/**
 * Plans to bring back the config and the dependencies that a resource had at an earlier generation, or brings them back. They
 * are found by undoing what its history says was changed since. Tags, owners and protection belong to no generation and stay.
 *
 * The history keeps no sensitive value: one that was changed since stays as it is, and the plan's message names it. One
 * that was removed since cannot come back: the plan refuses it, at its path.
 * @throws DomainError not_found; conflict if it is at that generation, never was, or its history is gone; as `planOrApply`
 * @param answers of providers (`askAboutRollBack`)
 */
export async function rollBackResource(
  core: Core,
  context: RequestContext,
  { apply, basis, ...asked }: RollBack & Outcome,
  answers?: ForeseenUpdates,
): Promise<PresentedChange> {
  return planOrApply(core, context, { apply, basis }, decidingRollBack(core, context, asked), answers);
}

/** Asks providers what the updates of a roll-back would do. @throws DomainError as `rollBackResource` */
export async function askAboutRollBack(
  core: Core,
  context: RequestContext,
  { basis, ...asked }: RollBack & Outcome,
  providers: AskProviders,
): Promise<ForeseenUpdates> {
  return foreseeUpdates(core, context, { basis }, providers, decidingRollBack(core, context, asked));
}

function decidingRollBack(core: Core, context: RequestContext, asked: RollBack): Decide {
  return async (foreseen) => (await decideRollBack(core, context, asked, foreseen)).decided;
}

/** The preview of a roll-back. */
export interface RollBackPreview extends ChangePreview {
  /** Paths of sensitive values that stay as they are. */
  staying: string[];
}

/** Previews a roll-back. Nothing is written. @throws DomainError not_found, conflict as `rollBackResource` */
export async function previewRollBack(core: Core, context: RequestContext, asked: RollBack): Promise<RollBackPreview> {
  const { decided, staying } = await decideRollBack(core, context, asked);
  return { ...previewOf(core, context, decided), staying };
}

async function decideRollBack(
  core: Core,
  context: RequestContext,
  { id, generation, allow_replace: allowReplace, source }: RollBack,
  foreseen: ForeseenUpdates = {},
): Promise<{ decided: DecidedChange; staying: string[] }> {
  const { row, states, missing } = await readEarlierStates(core, context.organizationId, id, () => [generation]);
  if (row.generation === generation) throw unreachable(row, generation, "it is at that generation");
  const earlier = states.get(generation);
  if (!earlier) throw unreachable(row, generation, missing?.why ?? "it never was");
  const { config, dependencies, connection, masked } = earlier;
  const { provider, resource, name } = row;
  const input: ApplyInput = {
    provider,
    resource,
    name,
    connection: connection as ApplyInput["connection"],
    config,
    dependencies,
    depends_on: unreferenced(core, context, config, dependencies, connection),
    lifecycle_state: isDraft(row.lifecycle_state) ? "draft" : "pending",
  };
  const staying = stayingPaths(config, masked);
  const message = messageOf(row, generation, staying);
  const request = {
    ...EMPTY_REQUEST,
    documents: [{ input }],
    allowReplace: allowReplace ?? null,
    message,
    source: source ?? null,
    foreseen,
  };
  return { decided: await decideChange(core, context, request), staying };
}

/** Where a sensitive value stands that was another one back then, however often it was replaced or removed since. */
function stayingPaths(config: Json, masked: readonly Path[]): string[] {
  const tree = new PathTree(masked);
  const staying = maskedPaths(config).map((path): Path => ["config", ...path]);
  return staying.filter((path) => tree.touches(path)).map(formatPath);
}

/** Dependencies without a reference: they are explicit, whatever they have become since. */
function unreferenced(
  core: Core,
  { organizationId }: RequestContext,
  config: Json,
  refs: readonly ResourceRef[],
  connection: ResourceRef | null,
): string[] {
  const box = core.services.keyring.box(organizationId);
  const { references } = parseReferences(config, { stringReferences: true, box, prefix: [] });
  const named = new Set([...referencedTargets(references), ...(connection ? [connection] : [])].map(resourceKey));
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
