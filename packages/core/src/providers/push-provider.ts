import { createHash } from "node:crypto";
import type { PushResult } from "@pragma/contract";
import { mayPush } from "@pragma/db/administration";
import { findDeployment, insertBuild, lockProvider, nextBuildVersion } from "@pragma/db/queries";
import { buildProviderJob, enqueue } from "@pragma/jobs";
import { recordAudit } from "../foundation/audit/index.ts";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { DomainError } from "../foundation/common/errors.ts";
import { checkRoom, requireRoom } from "../foundation/limits/index.ts";
import { PLATFORM_PROVIDER } from "../foundation/types/index.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { ArchiveReader, checkManifest } from "./archive/index.ts";
import { sourceKey } from "./blob-keys.ts";
import { refuseWhileLeaving } from "./refuse-while-leaving.ts";

/**
 * Stores the source of a provider, a gzip-compressed tar, and queues its build. Never deploys.
 *
 * The archive is inspected while it is stored, chunk by chunk, and never unpacked. Build, audit row and job commit with
 * its bytes; a refused push leaves none of them.
 *
 * @param archive whole chunks as they arrive; at most `maxArchiveBytes`, unpacked `maxUnpackedBytes` in
 *   `maxArchiveFiles`
 * @throws DomainError push_not_granted, conflict for `pragma`, deletion_in_progress, invalid_archive,
 *   payload_too_large, validation_failed; quota for builds, quota_exceeded for versions
 */
export async function pushProvider(
  core: Core,
  context: RequestContext,
  provider: string,
  archive: AsyncIterable<Buffer>,
): Promise<PushResult> {
  if (provider === PLATFORM_PROVIDER) {
    throw new DomainError("conflict", `${PLATFORM_PROVIDER} is part of the platform: its types are built in`);
  }
  // Not a unit of work, which might repeat: the archive is a stream, and can be read only once.
  return core.transaction(async (unit) => {
    const { db } = unit;
    const { organizationId, actor, correlationId } = context;
    const tenant = db.tenant(organizationId);
    if (!(await mayPush(tenant))) throw pushNotGranted();
    await checkRoom(unit, organizationId, "builds", "versions");
    await lockProvider(tenant, provider);
    refuseWhileLeaving(provider, await findDeployment(tenant, provider));
    const version = await nextBuildVersion(tenant, provider);
    const sourceHash = await store(unit, organizationId, provider, version, archive);
    await requireRoom(unit, organizationId, "builds");
    await requireRoom(unit, organizationId, "versions");
    const build = await insertBuild(tenant, provider, {
      version,
      sourceHash,
      pushedBy: JSON.stringify(actor),
      correlationId,
    });
    await recordAudit(db, context, {
      action: "provider.push",
      target: provider,
      outcome: "success",
      details: { version, source_hash: sourceHash },
    });
    await enqueue(db, buildProviderJob, { organizationId, provider, version });
    unit.wakeUp.jobAdded();
    return { version, status: build.status, message: `${provider} ${version} is queued to be built` };
  });
}

function pushNotGranted(): DomainError {
  return new DomainError(
    "push_not_granted",
    "This organization may not push providers: an operator switches on `May push providers` for it, in the dashboard under Installation",
  );
}

/** Stores and inspects in one pass. @returns `sha256:…` */
async function store(
  core: Core,
  organizationId: string,
  provider: string,
  version: string,
  archive: AsyncIterable<Buffer>,
): Promise<string> {
  const digest = createHash("sha256");
  const reader = new ArchiveReader(core.services.settings);
  async function* inspected(): AsyncGenerator<Buffer> {
    for await (const chunk of archive) {
      digest.update(chunk);
      await reader.write(chunk);
      yield chunk;
    }
    checkManifest(await reader.end(), provider);
  }
  try {
    await core.services.blobs.put(core.db, organizationId, sourceKey(provider, version), inspected());
  } finally {
    reader.close();
  }
  return `sha256:${digest.digest("hex")}`;
}
