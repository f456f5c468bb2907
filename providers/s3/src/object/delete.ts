import { ConfigError, mayBeOwn } from "@pragma/sdk/provider";
import { send } from "../client/send.ts";
import { callOf, isRetained } from "../fields.ts";
import { compareContent } from "./compare.ts";
import type { ObjectContext } from "./config.ts";
import { type ExistingObject, inspectObject } from "./inspect.ts";

/** Deletes the object; a bucket that keeps versions goes on keeping what it was. */
export async function deleteObject(ctx: ObjectContext): Promise<void> {
  const { bucket, key } = ctx.config;
  const what = `object ${JSON.stringify(key)} of bucket "${bucket}"`;
  if (isRetained(ctx, what)) return;
  const call = callOf(ctx);
  const existing = await inspectObject(call, { bucket, key });
  if (existing === null) return;
  if (!(await isOurs(ctx, existing))) {
    ctx.log.warn(`${what} is left as it is: it is not what this resource made`);
    return;
  }
  await send(call, { method: "DELETE", bucket, key });
  ctx.log.info(`${what} deleted`);
}

/** Before the resource was ever ready, only what an attempt may have made, and has its content: others may have failed before. */
async function isOurs(ctx: ObjectContext, existing: ExistingObject): Promise<boolean> {
  if (ctx.outputs !== null || !mayBeOwn(ctx)) return ctx.outputs !== null;
  try {
    return (await compareContent(ctx, existing)).isSame;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}
