import type { RequestContext } from "../callers/caller.ts";
import type { ChangeStream, SubscribeOptions } from "./change-stream.ts";
import type { Subscription } from "./subscription.ts";

/**
 * Subscribes to the state changes of the caller's organization: {@link ChangeStream.subscribe}. Iterate it for batches
 * of events; it ends when `signal` aborts, when the reader falls too far behind, and when the process stops.
 */
export function subscribeToChanges(
  { services }: { services: { changes: ChangeStream } },
  context: RequestContext,
  options: SubscribeOptions = {},
): Promise<Subscription> {
  return services.changes.subscribe(context.organizationId, options);
}
