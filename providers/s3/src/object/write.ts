import { type WithState, withState } from "@pragma/sdk/provider";
import { send } from "../client/send.ts";
import { callOf } from "../fields.ts";
import type { Remembered } from "./compare.ts";
import type { ObjectContext, ObjectOutputs } from "./config.ts";
import { contentOf } from "./content.ts";
import { refuseForeign } from "./identity.ts";
import { checksumOf, inspectObject } from "./inspect.ts";
import { headersOf } from "./properties.ts";

/** Makes the object. @throws AlreadyExists for one that was there before its resource */
export async function createObject(ctx: ObjectContext): Promise<WithState<ObjectOutputs>> {
  const existing = await inspectObject(callOf(ctx), ctx.config);
  if (existing !== null) {
    refuseForeign(ctx);
    return await writeObject(ctx);
  }
  return await writeObject(ctx, { "if-none-match": "*" });
}

/** Writes the object whole. `condition` is a header that the server is to refuse by what is there meanwhile. */
export async function writeObject(
  ctx: ObjectContext,
  condition: Readonly<Record<string, string>> = {},
): Promise<WithState<ObjectOutputs>> {
  const { bucket, key } = ctx.config;
  const call = callOf(ctx);
  const content = contentOf(ctx.config);
  const headers = { ...headersOf(ctx.config), ...condition };
  const { code } = await send(call, { method: "PUT", bucket, key, headers, body: content }, ["PreconditionFailed"]);
  if (code !== null) {
    refuseForeign(ctx);
    return await writeObject(ctx);
  }
  const written = await inspectObject(call, { bucket, key });
  if (written === null) throw new Error(`The object ${JSON.stringify(key)} of bucket "${bucket}" has just disappeared`);
  ctx.log.info(`object ${JSON.stringify(key)} of bucket "${bucket}" written, ${content.length} bytes`);
  const remembered: Remembered = { etag: written.outputs.etag, checksum: checksumOf(content) };
  return withState(written.outputs, remembered);
}
