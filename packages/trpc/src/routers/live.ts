import type { StateChange } from "@pragma/contract";
import { ChangeStreamClosed, type StateEvents, type Subscription, subscribeToChanges } from "@pragma/core/stream";
import { TRPCError, tracked } from "@trpc/server";
import { z } from "zod";
import { openStream } from "../streams.ts";
import { router, scopedProcedure } from "../trpc.ts";

/** A message of the stream: many changes at once, so that a busy organization does not cause a render for each. */
export type ChangeBatch =
  /** Everything that changes from here on is in the stream; data read earlier may be outdated. */
  | { kind: "live" }
  /** The position is unknown or too old: reload the state. Everything that changes from here on is in the stream. */
  | { kind: "reset" }
  | { kind: "changes"; changes: readonly StateChange[] };

/** An invalid position, so that resuming from it gives `reset` again. */
const NOWHERE = "0";

export const liveRouter = router({
  /**
   * State changes of the organization, in order per resource and at least once. The ids are those of the REST stream.
   * The first message is `live`, or `reset`; neither if the stream resumes from `lastEventId`.
   */
  stream: scopedProcedure("resources:read")
    .input(z.object({ lastEventId: z.string().nullish() }).optional())
    .subscription(({ ctx, input, signal }) =>
      openStream(ctx, "resources:read", signal, async (over) => {
        const lastEventId = input?.lastEventId || undefined;
        const changes = await subscribeToChanges(ctx.core, ctx.member, { lastEventId, signal: over }).catch(
          cutIfClosed,
        );
        return batches(changes, lastEventId !== undefined, over);
      }),
    ),
});

async function* batches(changes: Subscription, resumed: boolean, over: AbortSignal) {
  if (changes.reset || !resumed) {
    yield tracked<ChangeBatch>(changes.position() ?? NOWHERE, { kind: changes.reset ? "reset" : "live" });
  }
  for await (const events of changes) {
    const last = events.at(-1);
    if (last) yield tracked<ChangeBatch>(last.id, { kind: "changes", changes: changesOf(events) });
  }
  if (over.aborted) return;
  // A client that fell behind, or whose server stops, reconnects and resumes from the last id.
  throw cut();
}

const cut = (): TRPCError =>
  new TRPCError({ code: "SERVICE_UNAVAILABLE", message: "The stream was cut; connect again" });

/** A server that stops has not failed. */
function cutIfClosed(error: unknown): never {
  throw error instanceof ChangeStreamClosed ? cut() : error;
}

/** All subscribers of an organization share batches, and so their parsed content. */
const parsed = new WeakMap<StateEvents, readonly StateChange[]>();

function changesOf(events: StateEvents): readonly StateChange[] {
  let changes = parsed.get(events);
  if (changes === undefined) {
    changes = events.map(({ data }) => JSON.parse(data) as StateChange);
    parsed.set(events, changes);
  }
  return changes;
}
