import { mayBeOwn } from "@pragma/sdk/provider";
import { send } from "../client/send.ts";
import { callOf, isRetained } from "../fields.ts";
import type { BucketContext } from "./config.ts";
import { emptyBucket } from "./empty.ts";
import { inspectBucket } from "./inspect.ts";

/** Deletes the bucket; with `force_destroy`, what is in it as well. */
export async function deleteBucket(ctx: BucketContext): Promise<void> {
  const { name: bucket, force_destroy } = ctx.config;
  if (isRetained(ctx, `bucket "${bucket}"`)) return;
  const call = callOf(ctx);
  if ((await inspectBucket(call, bucket)) === null) return;
  if (!mayBeOwn(ctx)) {
    ctx.log.warn(`bucket "${bucket}" is left as it is: it was there before`);
    return;
  }
  // Before the resource was ever ready, what is inside is someone else's.
  if (force_destroy && ctx.outputs !== null) {
    const count = await emptyBucket(call, bucket);
    if (count > 0) ctx.log.info(`${count} objects and versions of bucket "${bucket}" deleted`);
  }
  await send(call, { method: "DELETE", bucket }, ["NoSuchBucket"]);
  ctx.log.info(`bucket "${bucket}" deleted`);
}
