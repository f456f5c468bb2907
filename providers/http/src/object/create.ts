import { ConfigError } from "@pragma/sdk/provider";
import { type ObjectContext, perform } from "./api.ts";
import type { ObjectOutputs } from "./config.ts";
import { takeAllOutputs, takeId, takeOutputs } from "./outputs.ts";
import { waitUntilReady } from "./wait.ts";

/** Makes the object and waits until it can be used. What cannot be finished is deleted again, as far as that is safe. */
export async function createObject(ctx: ObjectContext): Promise<ObjectOutputs> {
  const created = await perform(ctx, "create", null, false);
  if (created === null) throw new ConfigError("create is missing");
  const id = takeId(ctx.config, created);
  const { outputs, missing } = takeOutputs(ctx.config, { id, answers: [created], before: null });
  if (missing === null && ctx.config.ready === undefined) return outputs;
  try {
    const read = await waitUntilReady(ctx, outputs);
    return takeAllOutputs(ctx.config, { id, answers: read === null ? [created] : [read, created], before: null });
  } catch (error) {
    if (mayUndo(ctx, error)) await undo(ctx, outputs);
    throw error;
  }
}

/**
 * Whether to delete what was just made. After an error that is not retried, because nothing would know of it; before a
 * retry only where that could neither find it nor be recognised by its token, which is then used up.
 */
function mayUndo(ctx: ObjectContext, error: unknown): boolean {
  if (ctx.signal.aborted) return false;
  if (error instanceof ConfigError) return true;
  return ctx.config.find === undefined && ctx.config.idempotency_header === undefined;
}

async function undo(ctx: ObjectContext, known: ObjectOutputs): Promise<void> {
  try {
    await perform(ctx, "delete", known, true);
    ctx.log.warn(`object ${shown(known)} was made, could not be finished, and has been deleted again`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    ctx.log.error(`object ${shown(known)} was made, could not be finished, and is still there: ${reason}`);
  }
}

/** How a log names an object. */
export function shown({ id }: Pick<ObjectOutputs, "id">): string {
  return id === null ? "without an id" : `"${id}"`;
}
