import { createHash } from "node:crypto";
import type { Json } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import {
  findDeletionBlockers,
  findDependencyStates,
  findSubResourceDrops,
  type PresentedRow,
} from "@pragma/db/queries";
import { maskJsonText, revealJsonText } from "@pragma/language";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { hasPresentedOutputs, presentedOutputs } from "../built-ins/index.ts";
import { isLeaving } from "../lifecycle/index.ts";
import { conditionsOf, looksAtOthers, MOST_NAMED, mayBeDropped, NOT_WAITING, type Waiting } from "./conditions.ts";
import { resourceEtag } from "./etag.ts";
import { findUnserved } from "./find-unserved.ts";
import { writeFields } from "./write-fields.ts";

export interface PresentedResource {
  /** JSON text of the resource as clients see it. */
  body: string;
  etag: string;
  /** How many of its dependencies are explicit: the first ones. The answer of the API does not tell. */
  explicitDependencies: number;
}

/**
 * The only place that turns resources into what clients see: masks sensitive values, or reveals them on request. The
 * caller that reveals has checked the scope and written the audit row.
 */
export async function presentResources(
  core: Core,
  organizationId: string,
  rows: readonly PresentedRow[],
  options: { reveal?: boolean } = {},
): Promise<PresentedResource[]> {
  const waiting = await findWaiting(core, organizationId, rows);
  return rows.map((row) =>
    render(core, organizationId, row, waiting.get(row.key) ?? NOT_WAITING, options.reveal === true),
  );
}

/** `presentResources` for one resource. */
export async function presentResource(
  core: Core,
  organizationId: string,
  row: PresentedRow,
  options: { reveal?: boolean } = {},
): Promise<PresentedResource> {
  if (!looksAtOthers(row) && !mayBeDropped(row))
    return render(core, organizationId, row, NOT_WAITING, options.reveal === true);
  const [presented] = await presentResources(core, organizationId, [row], options);
  return presented as PresentedResource;
}

async function findWaiting(
  core: Core,
  organizationId: string,
  rows: readonly PresentedRow[],
): Promise<Map<string, Waiting>> {
  const tenant = core.db.tenant(organizationId);
  const waiting = new Map<string, Waiting>();
  await findWaitingForOthers(core, tenant, rows, waiting);
  const owned = rows.filter(mayBeDropped).map((row) => row.key);
  if (owned.length === 0) return waiting;
  for (const drop of await findSubResourceDrops(tenant, owned)) {
    waiting.set(drop.key, { ...(waiting.get(drop.key) ?? NOT_WAITING), drop });
  }
  return waiting;
}

async function findWaitingForOthers(
  core: Core,
  tenant: Tenant,
  rows: readonly PresentedRow[],
  waiting: Map<string, Waiting>,
): Promise<void> {
  const keys = rows.filter(looksAtOthers).map((row) => row.key);
  if (keys.length === 0) return;
  const states = await findDependencyStates(tenant, keys);
  const absent = states.filter(({ state }) => state === null).map(({ key }) => key);
  const unserved = await findUnserved(core, tenant.organizationId, absent);
  const byDependent = Map.groupBy(states, (state) => state.from_key);
  for (const key of keys) {
    waiting.set(key, { dependencies: byDependent.get(key) ?? [], deletionBlockers: [], unserved });
  }
  const going = rows.filter((row) => isLeaving(row) && looksAtOthers(row)).map((row) => row.key);
  if (going.length === 0) return;
  // One more than is named says that there are more.
  const blockers = await findDeletionBlockers(tenant, going, MOST_NAMED + 1);
  const byDeleted = Map.groupBy(blockers, (blocker) => blocker.of);
  for (const key of going) waiting.set(key, { ...NOT_WAITING, deletionBlockers: byDeleted.get(key) ?? [] });
}

function render(
  core: Core,
  organizationId: string,
  row: PresentedRow,
  waiting: Waiting,
  reveal: boolean,
): PresentedResource {
  const box = core.services.keyring.box(organizationId);
  const show = (json: string): string => (reveal ? revealJsonText(json, box) : maskJsonText(json));
  const conditions = JSON.stringify(conditionsOf(row, waiting));
  // Statements of the conditions about other resources change without the row.
  const isAboutRow = waiting === NOT_WAITING && row.ending_event_id === null;
  const blockers = isAboutRow ? "" : createHash("sha1").update(conditions).digest("base64url").slice(0, 10);
  const outputs = outputsOf(core, organizationId, row);
  const body = writeFields({ row, conditions, outputs, show });
  const etag = resourceEtag(row.version, { revealed: reveal, blockers });
  return { body, etag, explicitDependencies: row.explicit_dependencies };
}

function outputsOf(core: Core, organizationId: string, row: PresentedRow): string {
  if (row.outputs === null) return "{}";
  if (!hasPresentedOutputs(row.provider, row.resource)) return row.outputs;
  return JSON.stringify(presentedOutputs(core, organizationId, row.key, JSON.parse(row.outputs) as Json));
}
