import { type Finding, isFinding, isInFlight, type Json, USUAL_CHECK_SECONDS } from "@pragma/contract";
import type { ComparedRow, LoadedDependency, TakenCheck } from "@pragma/db/queries";
import { canDrift, type KnownType } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { storedHandling } from "../../resources/apply/kept-fields.ts";
import { isLeaving } from "../../resources/lifecycle/index.ts";
import { runningConnectionConfig } from "../../resources/references/connection-config.ts";

/** A resource that is to be compared with what really is. */
export interface Check {
  organizationId: string;
  row: ComparedRow;
  type: KnownType;
  /** The config of its connection, sealed; null if it uses none. */
  connection: Json | null;
  /** How many checks in a row have found out nothing. */
  failures: number;
  /** Since when it has been found absent, in seconds; null if it has not. */
  absentSeconds: number | null;
  /** What the last check found, and its hash. */
  found: Finding | null;
  findingHash: string | null;
  /** What it found has been forgotten since: it is kept anew, and told only if it is another. */
  isForgotten: boolean;
  /** Seconds until the next one. */
  every: number;
}

/** A check that cannot be made now: when to look again, in seconds, and why, for somebody who asks. */
export interface Skipped {
  seconds: number;
  reason: string;
  /** Nobody will look again, so what was found says nothing of what is there now. */
  forgets?: true;
}

/** Until a check is looked at again whose resource is being worked on: its success plans one of its own. */
const BUSY_SECONDS = 60;

/** Whether a resource can be compared now. @returns why not */
function skipReason(row: ComparedRow, type: KnownType | undefined): Skipped | undefined {
  if (isInFlight(row.lifecycle_state) || isLeaving(row)) {
    return { seconds: BUSY_SECONDS, reason: "its provider has it in hand" };
  }
  if (!type || !canDrift(type)) {
    return { seconds: USUAL_CHECK_SECONDS, reason: "its provider cannot tell what really is", forgets: true };
  }
  if (!row.provisioned || row.applied_config === null) {
    return { seconds: USUAL_CHECK_SECONDS, reason: "it has never been created" };
  }
  if (row.paused) return { seconds: USUAL_CHECK_SECONDS, reason: "it is paused" };
  return undefined;
}

/** Whether nobody wants it to be compared by itself. */
function isOff({ checkEvery, row }: TakenCheck): boolean {
  return checkEvery === 0 || (row !== undefined && storedHandling(row)?.drift === "off");
}

/** What to do about a check that was taken: undefined if its resource is gone. */
export async function openCheck(
  core: Core,
  taken: TakenCheck,
  { asked = false }: { asked?: boolean } = {},
): Promise<Check | Skipped | undefined> {
  const { organizationId, row } = taken;
  if (row === undefined) return undefined;
  const types = await core.types.at(organizationId, taken.typesVersion);
  const type = types.find(row.provider, row.resource);
  const skipped = skipReason(row, type);
  if (skipped || !type) return skipped;
  if (isOff(taken) && !asked) {
    const isOutdated = isFinding(row.drift) && (taken.findingHash === null || taken.isForgotten);
    return { seconds: USUAL_CHECK_SECONDS, reason: "it is not checked", ...(isOutdated && { forgets: true }) };
  }
  const { failures, absentSeconds, found, findingHash, isForgotten } = taken;
  const connection = await runningConnectionConfig(core, organizationId, row, connectionOf(taken));
  const every = type.driftEvery ?? (taken.checkEvery || USUAL_CHECK_SECONDS);
  return { organizationId, row, type, connection, failures, absentSeconds, found, findingHash, isForgotten, every };
}

/** Its connection, which was read with it. */
function connectionOf({ row, connectionConfig }: TakenCheck): LoadedDependency[] {
  if (!row || row.connection === null || connectionConfig === null) return [];
  return [{ key: row.connection, config: JSON.parse(connectionConfig) as Json, outputs: null }];
}
