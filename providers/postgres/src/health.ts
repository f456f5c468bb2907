import type { Health } from "@pragma/sdk/provider";
import type { Call } from "./server/session.ts";

/** Reports an unreachable server as unhealthy, with the reason: whoever asks about health wants that answer, not a failure. */
export async function unhealthyOnError(call: Call, check: () => Promise<Health>): Promise<Health> {
  try {
    return await check();
  } catch (error) {
    call.signal.throwIfAborted();
    return { status: "unhealthy", message: error instanceof Error ? error.message : String(error) };
  }
}
