import { type ApplyInput, type Json, resourceId } from "@pragma/contract";
import type { OutgoingEdges, ResourcePatch, ResourceRow } from "@pragma/db/queries";
import { type Change, jsonEqual, maskJson } from "@pragma/language";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { newId } from "../../foundation/common/new-id.ts";
import { type ApplyVerdict, apply, nextGeneration, type Change as Transition } from "../lifecycle/index.ts";
import { applierJson, auditedBy, auditRecord } from "../lifecycle/states/actor.ts";
import { outgoingEdges } from "../references/outgoing-edges.ts";
import { connectionChanges, dependencyChanges, readRefs } from "../references/refs.ts";
import { keptRunning } from "../references/running-dependencies.ts";
import type { DesiredState } from "./desired-state.ts";
import { changeKeptFields } from "./kept-fields.ts";

/** The start of an apply, and the decision about it. */
export interface ApplyDecision {
  input: ApplyInput;
  existing: ResourceRow | undefined;
  desired: DesiredState;
  verdict: ApplyVerdict;
  /** Config or dependencies differ from the row. */
  changed: boolean;
  configChanges: readonly Change[];
  /** The set that it becomes a member of; null for none, undefined if that stays. */
  set?: string | null | undefined;
  /** What it is, or is to take over; left out, that stays. */
  identity?: string | null;
}

/** The changes of an apply besides the lifecycle state. */
export interface ApplyContent {
  /** Config, dependencies and metadata, where they differ. */
  patch: ResourcePatch;
  changes: readonly Change[];
  generation: number;
  edges: { before: OutgoingEdges; after: OutgoingEdges };
}

/**
 * Works out what the decision on an apply changes in the resource.
 * @returns undefined if there is nothing to write
 */
export function planContent(decision: ApplyDecision): ApplyContent | undefined {
  const { input, existing, desired, verdict, changed, configChanges, set } = decision;
  const { identity = existing?.identity ?? null } = decision;
  const { patch } = changeKeptFields(input, existing);
  if (set !== undefined && set !== (existing?.set ?? null)) patch.set = set;
  const resealed = existing !== undefined && !changed && !sameSeals(existing, desired);
  if (verdict.kind === "metadata" && existing && Object.keys(patch).length === 0 && !resealed) return undefined;

  const changes = existing
    ? differences({ input, existing, desired, configChanges, set, identity })
    : [...configChanges, ...adoption(identity)];
  const generation = changed ? nextGeneration(existing) : (existing?.generation ?? 0);
  if (changed || resealed) Object.assign(patch, configPatch(desired, existing));
  if (changed) {
    patch.dependencies = JSON.stringify(desired.dependencies);
    patch.explicit_dependencies = desired.explicitDependencies;
    if (desired.connection !== (existing?.connection ?? null)) patch.connection = desired.connection;
    if (identity !== (existing?.identity ?? null)) patch.identity = identity;
    patch.generation = generation;
    if (verdict.kind !== "record") Object.assign(patch, toResolve(existing));
  }
  const edges = { before: outgoingEdges(existing ?? {}), after: outgoingEdges({ ...existing, ...patch }) };
  return { patch, changes, generation, edges };
}

/** What a new resource takes over, for its history. */
function adoption(identity: string | null): Change[] {
  return identity === null ? [] : [{ path: "adopt", after: identity }];
}

/** The object keeps using the dependencies of earlier configs until an update has succeeded. */
function toResolve(existing: ResourceRow | undefined): ResourcePatch {
  const running = existing ? keptRunning(existing) : null;
  return { resolved_config: null, ...(running && { running_dependencies: running }) };
}

/** Changes of an apply to an existing resource, as history and plans show them. */
export function differences({
  input,
  existing,
  desired,
  configChanges,
  set,
  identity = existing.identity,
}: Pick<ApplyDecision, "input" | "desired" | "configChanges" | "set" | "identity"> & {
  existing: ResourceRow;
}): Change[] {
  const metadata = changeKeptFields(input, existing).changes;
  if (set !== undefined && set !== existing.set) metadata.push({ path: "set", before: existing.set, after: set });
  if (identity !== existing.identity) metadata.push({ path: "adopt", before: existing.identity, after: identity });
  const connection = connectionChanges(existing.connection, desired.connection);
  return [
    ...configChanges,
    ...connection,
    ...metadata,
    ...dependencyChanges(readRefs(existing.dependencies), desired.dependencies),
  ];
}

/** Turns the decision on an apply into what is written. */
export function planApply(
  context: RequestContext,
  {
    input,
    existing,
    verdict,
    repairs,
    replaces,
    found,
  }: Pick<ApplyDecision, "input" | "existing" | "verdict"> & {
    repairs: boolean;
    replaces: boolean;
    found: Json | undefined;
  },
  { patch, changes, generation, edges }: ApplyContent,
): Transition {
  const change = verdict.kind === "queue" ? verdict.eventType : verdict.kind;
  const audit = auditRecord(context, "resource.apply", existing?.id ?? resourceId(input), { change, generation });
  return apply(existing, verdict, {
    by: auditedBy(context, audit),
    appliedBy: (repairs && existing ? ownersApplier(existing) : undefined) ?? applierJson(context),
    content: patch,
    changes: JSON.stringify(changes),
    generation,
    newEventId: newId(),
    repairs,
    ...(replaces && { replaces }),
    ...(found === undefined ? {} : { previousConfig: JSON.stringify(found) }),
    edges,
  });
}

/** Who applied a sub-resource: sent once more as it is declared, it stays one of its owner's. @returns undefined for any other */
function ownersApplier({ applied_by }: ResourceRow): string | undefined {
  const { via } = JSON.parse(applied_by) as { via?: string };
  return via === undefined ? undefined : applied_by;
}

function configPatch(
  { sealedConfig, sealedWhole }: DesiredState,
  existing: ResourceRow | undefined,
): Pick<ResourcePatch, "config" | "sealed_whole"> {
  const config = JSON.stringify(sealedConfig);
  return sealedWhole === (existing?.sealed_whole ?? false) ? { config } : { config, sealed_whole: sealedWhole };
}

/** Whether the same places are sealed in the stored config: its type may have been unknown, or different, back then. */
function sameSeals(existing: ResourceRow, desired: DesiredState): boolean {
  return jsonEqual(maskJson(JSON.parse(existing.config) as Json), maskJson(desired.sealedConfig));
}
