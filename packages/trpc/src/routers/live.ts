import type { ChangeProgressEvent, StateChange } from "@pragma/contract";
import { followChanges } from "@pragma/core/changes";
import {
  ChangeStreamClosed,
  type StateEvents,
  type Subscription,
  subscribeToChanges,
  timeOfPosition,
} from "@pragma/core/stream";
import { TRPCError, tracked } from "@trpc/server";
import { z } from "zod";
import { merge } from "../merge.ts";
import { openStream } from "../streams.ts";
import { router, scopedProcedure } from "../trpc.ts";

/** A message of the stream: many changes at once, so that a busy organization does not cause a render for each. */
export type ChangeBatch =
  /** It goes on from the client's position. */
  | { kind: "resumed" }
  /** The position is unknown or too old: reload the state. Everything that changes from here on is in the stream. */
  | { kind: "reset" }
  | { kind: "changes"; changes: readonly StateChange[] }
  /** How far changes have come, as `event: change` of the REST stream tells it: each that is open at the beginning too. */
  | { kind: "progress"; progress: readonly ChangeProgressEvent[] };

/** An invalid position, so that resuming from it gives `reset` again. */
const NOWHERE = "0";
/** Far longer than any. */
const MAX_POSITION_LENGTH = 256;

export const liveRouter = router({
  /**
   * State changes of the organization from `lastEventId` on, in order per resource and at least once, and how its changes
   * progress. The ids are those of the REST stream. The first message is `resumed`, or `reset`, also without an id; a
   * stream that is refused has none.
   */
  stream: scopedProcedure("resources:read")
    .input(z.object({ lastEventId: z.string().max(MAX_POSITION_LENGTH).nullish() }).optional())
    .subscription(({ ctx, input, signal }) =>
      openStream(ctx, "resources:read", signal, async (over) => {
        const lastEventId = input?.lastEventId ?? NOWHERE;
        // Viewers of a page have to learn that it may be out of date, also where nothing else is asked of the server.
        const options = { lastEventId, signal: over, endsInOutage: true };
        const changes = await subscribeToChanges(ctx.core, ctx.member, options).catch(cutIfClosed);
        const since = changes.reset ? undefined : timeOfPosition(lastEventId);
        const progress = followChanges(ctx.core, ctx.member, since, over);
        return batches(changes, progress, lastEventId, over);
      }),
    ),
});

async function* batches(
  changes: Subscription,
  progress: AsyncIterable<ChangeProgressEvent[]>,
  lastEventId: string,
  over: AbortSignal,
) {
  let place = changes.reset ? (changes.position() ?? NOWHERE) : lastEventId;
  yield tracked<ChangeBatch>(place, { kind: changes.reset ? "reset" : "resumed" });
  for await (const { id, batch } of merge<Part>(stateParts(changes), progressParts(progress))) {
    // Progress moves no place: state changes taken from the subscription may still wait behind it.
    place = id ?? place;
    yield tracked<ChangeBatch>(place, batch);
  }
  if (over.aborted) return;
  // A client that fell behind, or whose server stops, reconnects and resumes from the last id.
  throw cut();
}

/** A message before it is sent. */
interface Part {
  /** Where the stream stands after it; undefined if it stays. */
  id?: string;
  batch: ChangeBatch;
}

async function* stateParts(changes: Subscription): AsyncGenerator<Part> {
  for await (const events of changes) {
    const last = events.at(-1);
    if (last) yield { id: last.id, batch: { kind: "changes", changes: changesOf(events) } };
  }
}

async function* progressParts(told: AsyncIterable<ChangeProgressEvent[]>): AsyncGenerator<Part> {
  for await (const progress of told) yield { batch: { kind: "progress", progress } };
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
