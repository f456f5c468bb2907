import { ConfigError, defineConnectedResource, type Health, withState } from "@pragma/sdk/provider";
import { haveSameTags, readTags } from "../client/tagging.ts";
import { connection } from "../connection.ts";
import { callOf, healthOr, searchOf, withServer } from "../fields.ts";
import { compareContent, objectAsFound } from "./compare.ts";
import { type ObjectContext, objectConfig, objectOutputs } from "./config.ts";
import { MAX_CONTENT_BYTES } from "./content.ts";
import { declareObject } from "./declare.ts";
import { deleteObject } from "./delete.ts";
import { identityOf, placeOf, refuseForeign } from "./identity.ts";
import { inspectObject, loadObject } from "./inspect.ts";
import { listObjects } from "./list.ts";
import { createObject, writeObject } from "./write.ts";

/** An object with a given content. */
export const object = defineConnectedResource({
  description: "An object with a given content",
  tags: ["s3"],
  config: objectConfig,
  outputs: objectOutputs,
  connection,
  complete: (config, connected) => withServer(config, connected),

  async read(ctx) {
    const existing = await inspectObject(callOf(ctx), ctx.config);
    if (existing === null) return null;
    refuseForeign(ctx);
    const compared = await compareContent(ctx, existing);
    const found = { outputs: existing.outputs, config: await objectAsFound(ctx, existing, compared) };
    return compared.learned ? withState(found, compared.learned) : found;
  },

  async create(ctx) {
    return await createObject(ctx);
  },

  async update(ctx) {
    return await writeObject(ctx);
  },

  async delete(ctx) {
    await deleteObject(ctx);
  },

  identity: (config) => identityOf(config),

  async import(ctx, identity) {
    const place = placeOf(identity);
    const call = searchOf(ctx);
    const loaded = await loadObject(call, place);
    if (loaded === null) return null;
    const config = await declareObject(call, loaded);
    if (config !== null) return { config, outputs: loaded.outputs };
    throw new ConfigError(`${identity} is too large to be declared: a config has room for ${MAX_CONTENT_BYTES} bytes`);
  },

  async list(ctx, options) {
    return await listObjects(ctx, options);
  },

  async health(ctx) {
    return await healthOr(ctx, () => health(ctx));
  },
});

async function health(ctx: ObjectContext): Promise<Health> {
  const { bucket, key, tags } = ctx.config;
  const existing = await inspectObject(callOf(ctx), ctx.config);
  if (existing === null) return { status: "unhealthy", message: "It does not exist" };
  const details = { size: existing.outputs.size };
  if (!(await compareContent(ctx, existing)).isSame)
    return { status: "degraded", message: "Its content was changed", details };
  if (!haveSameTags(await readTags(callOf(ctx), { bucket, key }), tags)) {
    return { status: "degraded", message: "Its tags were changed", details };
  }
  return { status: "healthy", message: null, details };
}
