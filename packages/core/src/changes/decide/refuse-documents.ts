import { findStandings } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import { probeQuota } from "../../foundation/limits/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { isBeingDeleted } from "../../resources/lifecycle/index.ts";
import type { DeletionDecision } from "./decide-deletions.ts";
import { refuseBy } from "./decide-documents.ts";
import type { DecidedDocument } from "./decision.ts";
import type { Known } from "./identify.ts";

/** A declared resource cannot be deleted by the same change. */
export function refuseDeleted(documents: readonly DecidedDocument[], { deletions, absent }: Known): void {
  const deleted = new Set([...absent, ...deletions.map(({ key }) => key)]);
  if (deleted.size === 0) return;
  for (const document of documents) {
    if (!deleted.has(document.key)) continue;
    refuseBy(
      document,
      new DomainError(
        "bad_request",
        `${document.id} is named in ${document.drift ? "drift" : "documents"} and in delete`,
      ),
    );
  }
}

/** A document cannot both be declared and go with, or lose, what the change deletes. */
export function refuseEntangled(
  documents: readonly DecidedDocument[],
  { roots, dependents, edges }: DeletionDecision,
): void {
  const edgesFrom = Map.groupBy(edges, ({ from_key }) => from_key);
  for (const document of documents) {
    const root = roots.get(document.key);
    const goes = root !== undefined && root.because !== null;
    if (!goes && !dependents.has(document.key)) continue;
    const target = goes ? root.target : undefined;
    const needs = (edgesFrom.get(document.key) ?? []).filter(({ to_key }) => roots.has(to_key));
    const names = [...new Set(needs.map((edge) => edge.to_key))].join(", ");
    const message = target
      ? `${document.key} would be deleted with ${target}, which the change deletes`
      : `${document.key} depends on ${names}, which the change deletes: keep that, or take the reference out of the document`;
    refuseBy(document, new DomainError("has_dependents", message, { dependents: [document.id] }));
  }
}

/** Owners that are all being deleted would leave it without one. */
export async function refuseLeavingOwners(
  core: Core,
  { organizationId }: RequestContext,
  documents: readonly DecidedDocument[],
): Promise<void> {
  const written = new Set(documents.filter(({ write }) => write).map(({ key }) => key));
  const owners = documents.flatMap(({ write }) => write?.effects.newOwners ?? []).filter((key) => !written.has(key));
  if (owners.length === 0) return;
  const standings = new Map((await findStandings(core.db.tenant(organizationId), owners)).map((row) => [row.key, row]));
  for (const document of documents) {
    const own = document.write?.effects.newOwners ?? [];
    const found = own.flatMap((key) => standings.get(key) ?? []);
    if (found.length === 0 || found.length < own.length || !found.every(isBeingDeleted)) continue;
    const names = found.map(({ id }) => id).join(", ");
    const message = `${document.id} would belong to ${names}, which is being deleted, and be left without an owner`;
    refuseBy(document, new DomainError("deletion_in_progress", message, { resource_id: document.id }));
  }
}

/** All that would be created have to fit together. */
export async function refuseBeyondQuota(
  core: Core,
  context: RequestContext,
  documents: readonly DecidedDocument[],
): Promise<void> {
  const fresh = documents.filter(({ existing, write }) => write !== undefined && existing === undefined);
  if (fresh.length === 0) return;
  try {
    await probeQuota(core, context, "resources", fresh.length);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    for (const document of fresh) refuseBy(document, error);
  }
}
