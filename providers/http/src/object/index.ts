import { defineConnectedResource } from "@pragma/sdk/provider";
import { connection } from "../connection.ts";
import { atApi, objectConfig, objectOutputs } from "./config.ts";
import { createObject, shown } from "./create.ts";
import { deleteObject } from "./delete.ts";
import { locate } from "./find.ts";
import { objectHealth } from "./health.ts";
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
    const known = await locate(ctx);
    // Never made as far as anyone knows. One that its config alone names may then be someone else's: the read
    // handler, which would have told, needs read or find.
    const isBlind = ctx.outputs === null && ctx.config.read === undefined && ctx.config.find === undefined;
    if (known === null || isBlind) {
      ctx.log.warn("no object is known for this resource, so nothing is deleted");
      return;
    }
    await deleteObject(ctx, known);
    ctx.log.info(`object ${shown(known)} deleted`);
  },

  async health(ctx) {
    return await objectHealth(ctx);
  },
});
