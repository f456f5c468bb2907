import { ConfigError, refuseStranger } from "@pragma/sdk/provider";
import { type Call, send } from "../client/send.ts";
import { haveSameTags, writeTags } from "../client/tagging.ts";
import { writeXml } from "../client/write-xml.ts";
import { callOf } from "../fields.ts";
import type { BucketContext } from "./config.ts";
import { type ExistingBucket, inspectBucket } from "./inspect.ts";
import { makeBucket } from "./make.ts";

/** Makes the bucket, and it what is wanted. @throws AlreadyExists for one that was there before its resource */
export async function createBucket(ctx: BucketContext): Promise<void> {
  const { name } = ctx.config;
  const call = callOf(ctx);
  let existing = await inspectBucket(call, name);
  // Looked for first: a server may answer that it has made a bucket which was this account's before.
  if (existing !== null) refuseForeign(ctx);
  else {
    if (!(await makeBucket(call, name))) refuseForeign(ctx);
    existing = { versioning: false, tags: {} };
    ctx.log.info(`bucket "${name}" created`);
  }
  await alter(call, ctx, existing);
}

/** Makes the bucket what is wanted. @throws ConfigError if it is gone: what was in it, no update brings back */
export async function updateBucket(ctx: BucketContext): Promise<void> {
  const { name } = ctx.config;
  const existing = await inspectBucket(callOf(ctx), name);
  if (existing === null) {
    throw new ConfigError(
      `The bucket "${name}" is missing. Revert the drift of its resource to create it again, empty`,
    );
  }
  await alter(callOf(ctx), ctx, existing);
  ctx.log.info(`bucket "${name}" updated`);
}

/** Refuses a bucket of this account that was there before its resource. */
export function refuseForeign(ctx: BucketContext): void {
  const { name } = ctx.config;
  refuseStranger(ctx, name, `The bucket "${name}" exists already`);
}

async function alter(call: Call, { config }: BucketContext, existing: ExistingBucket): Promise<void> {
  const { name: bucket, versioning, tags } = config;
  if (versioning !== existing.versioning) {
    const body = writeXml("VersioningConfiguration", { Status: versioning ? "Enabled" : "Suspended" });
    await send(call, { method: "PUT", bucket, query: { versioning: "" }, body });
  }
  if (!haveSameTags(tags, existing.tags)) await writeTags(call, { bucket }, tags);
}
