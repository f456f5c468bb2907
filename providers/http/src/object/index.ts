import { ConfigError, defineConnectedResource, mayBeOwn } from "@pragma/sdk/provider";
import { connection } from "../connection.ts";
import { addressOf } from "./address.ts";
import { atApi, objectConfig, objectOutputs } from "./config.ts";
import { createObject, shown } from "./create.ts";
import { deleteObject } from "./delete.ts";
import { locate } from "./find.ts";
import { objectHealth } from "./health.ts";
import { importObject } from "./import.ts";
import { readObject } from "./read.ts";
import { updateObject } from "./update.ts";

/** An object of a REST API, with a template for each thing that can be done to it. */
export const object = defineConnectedResource({
  description: "An object of a REST API, made, read, changed and deleted over HTTP by templates",
  tags: ["http"],
  config: objectConfig,
  outputs: objectOutputs,
  connection,
  complete: (config, connected) => atApi(config, connected),

  async read(ctx) {
    return await readObject(ctx);
  },

  async create(ctx) {
    const outputs = await createObject(ctx);
    ctx.log.info(`object ${shown(outputs)} created`);
    return outputs;
  },

  async update(ctx, previous) {
    return await updateObject(ctx, previous);
  },

  async delete(ctx) {
    if (ctx.config.deletion_policy === "retain") {
      ctx.log.info("deletion_policy is retain: the object stays");
      return;
    }
    // Never made as far as anyone knows, or by a request to a place of which nobody can tell whether it made what is there.
    const isBlind = ctx.config.read === undefined && ctx.config.find === undefined;
    const isUnknown = ctx.outputs === null && (!mayBeOwn(ctx) || isBlind);
    const known = isUnknown ? null : await locate(ctx);
    if (known === null) {
      ctx.log.warn("no object is known for this resource, so nothing is deleted");
      return;
    }
    await deleteObject(ctx, known);
    ctx.log.info(`object ${shown(known)} deleted`);
  },

  identity({ base_url = "", ...config }, outputs) {
    try {
      return addressOf({ ...config, named_below: base_url }, outputs);
    } catch (error) {
      // Of a template that names more than the object has.
      if (error instanceof ConfigError) return null;
      throw error;
    }
  },

  async import(ctx, identity) {
    return await importObject(ctx, identity);
  },

  async health(ctx) {
    return await objectHealth(ctx);
  },
});
