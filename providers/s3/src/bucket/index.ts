import { defineConnectedResource, type Health } from "@pragma/sdk/provider";
import { urlOf } from "../client/address.ts";
import { haveSameTags } from "../client/tagging.ts";
import { connection } from "../connection.ts";
import { bucketOfIdentity, callOf, healthOr, type Server, searchOf, withServer } from "../fields.ts";
import { type BucketContext, type BucketOutputs, bucketConfig, bucketOutputs } from "./config.ts";
import { deleteBucket } from "./delete.ts";
import { createBucket, refuseForeign, updateBucket } from "./ensure.ts";
import { inspectBucket } from "./inspect.ts";
import { listedBuckets } from "./list.ts";

/** A bucket. */
export const bucket = defineConnectedResource({
  description: "A bucket, with or without versions of its objects",
  tags: ["s3"],
  config: bucketConfig,
  outputs: bucketOutputs,
  connection,
  complete: (config, connected) => withServer(config, connected),

  async read(ctx) {
    const { name, server } = ctx.config;
    const existing = await inspectBucket(callOf(ctx), name);
    if (existing === null) return null;
    refuseForeign(ctx);
    return { outputs: outputsOf(server, name), config: { name, ...existing } };
  },

  async create(ctx) {
    await createBucket(ctx);
    return outputsOf(ctx.config.server, ctx.config.name);
  },

  async update(ctx) {
    await updateBucket(ctx);
    return outputsOf(ctx.config.server, ctx.config.name);
  },

  async delete(ctx) {
    await deleteBucket(ctx);
  },

  identity: ({ name }) => name,

  async import(ctx, identity) {
    const name = bucketOfIdentity(identity);
    const call = searchOf(ctx);
    const existing = await inspectBucket(call, name);
    return existing && { config: { name, ...existing }, outputs: outputsOf(call.server, name) };
  },

  async list(ctx, options) {
    return await listedBuckets(searchOf(ctx), options);
  },

  async health(ctx) {
    return await healthOr(ctx, () => health(ctx));
  },
});

async function health(ctx: BucketContext): Promise<Health> {
  const { name, versioning, tags } = ctx.config;
  const existing = await inspectBucket(callOf(ctx), name);
  if (existing === null) return { status: "unhealthy", message: "It does not exist" };
  if (existing.versioning !== versioning) {
    return { status: "degraded", message: `Its versioning was switched ${versioning ? "off" : "on"}` };
  }
  if (!haveSameTags(existing.tags, tags)) return { status: "degraded", message: "Its tags were changed" };
  return { status: "healthy", message: null };
}

function outputsOf(server: Server, name: string): BucketOutputs {
  return { name, arn: `arn:aws:s3:::${name}`, url: urlOf(server, { bucket: name }) };
}
