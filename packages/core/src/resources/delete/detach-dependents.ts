import { type Json, resourceKey } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { detachReferences, sealConfig } from "@pragma/language";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import { newId } from "../../foundation/common/new-id.ts";
import { ConcurrentChange } from "../../foundation/common/retry-on-conflict.ts";
import { type OrganizationTypes, sensitiveConfigPaths } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { presentedOutputs } from "../built-ins/index.ts";
import {
  asRead,
  checkDetachable,
  type DetachFacts,
  detach,
  isBeingDeleted,
  nextGeneration,
  staysWhenDetached,
  write,
} from "../lifecycle/index.ts";
import { auditedBy, auditRecord } from "../lifecycle/states/actor.ts";
import { outgoingEdges } from "../references/outgoing-edges.ts";
import { readRefs } from "../references/refs.ts";
import { keptRunning } from "../references/running-dependencies.ts";
import { writtenChanges } from "../references/written-changes.ts";
import { findApplyRing } from "./deletion-ring.ts";

/**
 * Makes dependents independent of resources about to be deleted: replaces each reference with its last value, drops the
 * dependency, and sends the dependent through an update that the deletions wait for. Drafts, and dependents whose own
 * deletion failed, are rewritten but keep their state: `checkDeletion` has refused those that run with a deleted
 * resource. A dependent that is itself being deleted goes first anyway.
 * @param onDetached receives the event of each dependent, null for one that keeps its state
 * @throws DomainError has_dependents if a value is missing, not_deletable if a dependent is processing, deletion_in_progress if
 *   one whose own deletion failed would wait for a deletion that waits for it
 */
export async function detachDependents(
  core: Core,
  context: RequestContext,
  going: readonly ResourceRow[],
  dependents: readonly ResourceRow[],
  onDetached: (key: string, eventId: string | null) => void = () => {},
): Promise<void> {
  const types = await core.types.current(context.organizationId);
  for (const dependent of dependents) {
    if (isBeingDeleted(dependent)) continue;
    checkDetachable(dependent);
    onDetached(dependent.key, await detachOne(core, context, going, dependent, types));
  }
}

/** The errors that `detachDependents` would throw, one per dependent. Writes nothing. */
export function detachObstacles(
  core: Core,
  context: RequestContext,
  going: readonly ResourceRow[],
  dependents: readonly ResourceRow[],
  types: OrganizationTypes,
): DomainError[] {
  return dependents.flatMap((dependent) => {
    if (isBeingDeleted(dependent)) return [];
    try {
      checkDetachable(dependent);
      rewriteConfig(core, context, dependenciesAmong(going, dependent), dependent, types);
      return [];
    } catch (error) {
      if (error instanceof DomainError) return [error];
      throw error;
    }
  });
}

function dependenciesAmong(going: readonly ResourceRow[], dependent: ResourceRow): ResourceRow[] {
  const keys = new Set(readRefs(dependent.dependencies).map(resourceKey));
  return going.filter((row) => keys.has(row.key));
}

async function detachOne(
  core: Core,
  context: RequestContext,
  going: readonly ResourceRow[],
  dependent: ResourceRow,
  types: OrganizationTypes,
): Promise<string | null> {
  const dependencies = readRefs(dependent.dependencies);
  const from = dependenciesAmong(going, dependent);
  const leaving = new Set(from.map((row) => row.key));
  const stays = (ref: (typeof dependencies)[number]): boolean => !leaving.has(resourceKey(ref));
  const kept = dependencies.filter(stays);
  const config = rewriteConfig(core, context, from, dependent, types);
  const written = { config: JSON.stringify(config), dependencies: JSON.stringify(kept) };
  const { connection } = dependent;
  const content: DetachFacts["content"] = {
    ...written,
    explicit_dependencies: dependencies.slice(0, dependent.explicit_dependencies).filter(stays).length,
    generation: nextGeneration(dependent),
    resolved_config: null,
    // The deletion waits for the update of this dependent, even if it never ran with the deleted resources.
    running_dependencies: keptRunning(dependent, staysWhenDetached(dependent) ? [] : leaving),
  };
  // The inserted values may be sensitive: in a config sealed as a whole, its type would later open them with it.
  if (dependent.sealed_whole) content.sealed_whole = false;
  const { patch, effects } = detach(dependent, {
    by: auditedBy(context, auditRecord(context, "resource.detach", dependent.id)),
    content,
    changes: JSON.stringify(writtenChanges(core, context.organizationId, dependent, { ...written, connection })),
    newEventId: newId(),
  });
  const edges = outgoingEdges({ ...dependent, ...content });
  effects.edges = edges;
  effects.types = { provider: dependent.provider, version: types.version };
  try {
    await write(core, asRead(context.organizationId, dependent), { patch, effects });
  } catch (error) {
    if (!(error instanceof ConcurrentChange)) throw error;
    // Refused for what stands in the graph, which is locked: trying again would not help.
    throw (await findApplyRing(core.db.tenant(context.organizationId), dependent.key, edges)) ?? error;
  }
  return effects.newEvent?.id ?? null;
}

function rewriteConfig(
  core: Core,
  context: RequestContext,
  from: readonly ResourceRow[],
  dependent: ResourceRow,
  types: OrganizationTypes,
): Json {
  const type = types.find(dependent.provider, dependent.resource);
  const options = { stringReferences: type?.stringReferences ?? true };
  const box = core.services.keyring.box(context.organizationId);
  let config = JSON.parse(dependent.config) as Json;
  for (const row of from) {
    if (row.key === dependent.connection) {
      const message = `${dependent.id} cannot be detached: ${row.key} is its connection, so give it another one first, or null`;
      throw new DomainError("has_dependents", message, { resource_id: row.id, dependents: [dependent.id] });
    }
    const outputs = presentedOutputs(core, context.organizationId, row.key, JSON.parse(row.outputs ?? "{}") as Json);
    const state = { config: JSON.parse(row.applied_config ?? "{}") as Json, outputs };
    const rewritten = detachReferences(config, row.key, state, box, options);
    if (!rewritten.ok) {
      throw new DomainError("has_dependents", `${dependent.id} cannot be detached: ${rewritten.missing.message}`, {
        resource_id: row.id,
        dependents: [dependent.id],
        field: rewritten.missing.field,
      });
    }
    config = rewritten.value;
  }
  // The type may want a value sealed at its new place; the reference there was not sensitive itself.
  return type ? sealConfig(config, sensitiveConfigPaths(type, config), box, options) : config;
}
