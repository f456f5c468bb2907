import type { Health } from "@pragma/sdk/provider";
import { take } from "../http/take.ts";
import { type ObjectContext, perform } from "./api.ts";
import { locate } from "./find.ts";

/** Reads the object. Unhealthy: it is gone, or cannot be read. Degraded: it is in another state than the ready one. */
export async function objectHealth(ctx: ObjectContext): Promise<Health> {
  const { read, ready } = ctx.config;
  if (read === undefined) return { status: "degraded", message: "Not known: the resource has no read" };
  try {
    const known = await locate(ctx);
    const answer = known === null ? null : await perform(ctx, "read", known, true);
    if (answer === null) return { status: "unhealthy", message: "It does not exist" };
    const details = { status: answer.status };
    if (ready === undefined) return { status: "healthy", message: null, details };
    const state = take(answer, ready.path);
    if (ready.values.some((value) => value === state)) return { status: "healthy", message: null, details };
    return { status: "degraded", message: `It is "${state ?? "nothing"}" at ${ready.path}`, details };
  } catch (error) {
    ctx.signal.throwIfAborted();
    return { status: "unhealthy", message: error instanceof Error ? error.message : String(error) };
  }
}
