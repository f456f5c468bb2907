import { ConfigError } from "@pragma/sdk/provider";
import type { HttpAnswer } from "../http/send.ts";
import { type ObjectContext, perform } from "./api.ts";
import { planChange } from "./change.ts";
import type { ObjectConfig, ObjectOutputs } from "./config.ts";
import { createObject, shown } from "./create.ts";
import { deleteObject } from "./delete.ts";
import { locate } from "./find.ts";
import { takeAllOutputs } from "./outputs.ts";
import { waitUntilReady } from "./wait.ts";

/** Brings the object to the config: by its update, by making it anew where that is asked for, or not at all. */
export async function updateObject(ctx: ObjectContext, previous: ObjectConfig): Promise<ObjectOutputs> {
  const known = await locate(ctx);
  if (known === null) return await createMissing(ctx, "cannot be found");
  const change = planChange(ctx, previous, known);
  if (change === "replace") {
    await deleteObject(ctx, known);
    ctx.log.warn(`object ${shown(known)} deleted, to be created again`);
    return await createObject(ctx);
  }
  if (change === "none") {
    const read = await perform(ctx, "read", known, true);
    if (read === null && ctx.config.read !== undefined) throw gone(known);
    return takeAllOutputs(ctx.config, { id: known.id, answers: present(read), before: known });
  }
  const updated = await perform(ctx, "update", known, true);
  if (updated === null && ctx.config.read !== undefined) throw gone(known);
  // Nobody looks: a repair could not find out either.
  if (updated === null) return await createMissing(ctx, "is gone");
  ctx.log.info(`object ${shown(known)} updated`);
  const read = await waitUntilReady(ctx, known);
  return takeAllOutputs(ctx.config, { id: known.id, answers: present(read, updated), before: known });
}

function gone(known: ObjectOutputs): ConfigError {
  return new ConfigError(`The object ${shown(known)} is gone. Revert the drift of its resource to create it again`);
}

async function createMissing(ctx: ObjectContext, why: string): Promise<ObjectOutputs> {
  const created = await createObject(ctx);
  ctx.log.warn(`the object ${why}, and has been created again as ${shown(created)}`);
  return created;
}

function present(...answers: (HttpAnswer | null)[]): HttpAnswer[] {
  return answers.filter((answer) => answer !== null);
}
