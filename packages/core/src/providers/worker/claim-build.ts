import { takeBuild } from "@pragma/db/queries";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** A build claimed by a worker. Taking it over starts the next attempt, and only the latest attempt may write. */
export interface ClaimedBuild {
  readonly organizationId: string;
  readonly provider: string;
  readonly version: string;
  /** 1 for the first worker that claimed it. */
  readonly attempt: number;
  /** `sha256:…` of the archive. */
  readonly sourceHash: string;
}

/**
 * Claims a build, even one that a dead worker left unfinished: its log continues.
 * @returns null if it is finished, or gone
 */
export async function claimBuild(
  core: Core,
  build: { organizationId: string; provider: string; version: string },
): Promise<ClaimedBuild | null> {
  const { organizationId, provider, version } = build;
  const row = await takeBuild(core.db.tenant(organizationId), provider, version);
  if (!row) return null;
  core.wakeUp.buildChanged(organizationId, provider, version);
  return { organizationId, provider, version, attempt: row.attempt, sourceHash: row.source_hash };
}
