import { type ChangeProgressEvent, endpoints } from "@pragma/contract";
import { watchCaller } from "@pragma/core/access";
import { followChanges } from "@pragma/core/changes";
import { type StateEvents, type Subscription, subscribeToChanges, timeOfPosition } from "@pragma/core/stream";
import { SENT } from "../../http/answer.ts";
import { type EventStream, eventFrame, openEventStream } from "../../http/event-stream.ts";
import { answerOver } from "../../http/response-writer.ts";
import { defineRoute } from "../../http/route.ts";
import { takeStream } from "../../http/stream-limit.ts";

/** `GET /events/stream` */
export const streamRoute = defineRoute(endpoints.streamEvents, async ({ core, caller, query, request, reply }) => {
  const over = answerOver(reply.raw);
  const giveBack = await takeStream(core, caller);
  over.addEventListener("abort", giveBack, { once: true });
  // The client may have left while the stream was being taken.
  if (over.aborted) giveBack();
  const lastEventId = request.headers["last-event-id"];
  const from = typeof lastEventId === "string" && lastEventId !== "" ? { lastEventId } : {};
  const changes = await subscribeToChanges(core, caller, { ...from, signal: over });
  const stream = openEventStream(reply, request.server.settings.stallMs, () => placeFrame(changes.position()));
  const unwatch = watchCaller(core, caller, "resources:read", stream.end);
  // Events about changes end with the stream, whoever ends it.
  if (query.include === "change") {
    const since = changes.reset || lastEventId === undefined ? undefined : timeOfPosition(String(lastEventId));
    void tellProgress(stream, followChanges(core, caller, since, stream.closed), changes);
  }
  try {
    // The position is sent at once; otherwise a client that loses the connection before the first event could not
    // resume.
    stream.write(changes.reset ? eventFrame("reset", "{}", changes.position()) : placeFrame(changes.position()));
    for await (const events of changes) {
      stream.write(framesOf(events));
      const waiting = stream.drained();
      if (waiting !== undefined) await waiting;
    }
  } finally {
    unwatch();
    stream.end();
  }
  return SENT;
});

/** Each has the id of the place where the stream stands, if it stands at one. */
async function tellProgress(
  stream: EventStream,
  progress: AsyncIterable<ChangeProgressEvent[]>,
  changes: Subscription,
): Promise<void> {
  for await (const events of progress) {
    if (stream.closed.aborted) return;
    const place = changes.position();
    stream.write(events.map((event) => eventFrame("change", JSON.stringify(event), place)).join(""));
    await stream.drained();
  }
}

/** Events are shared by all subscribers of an organization, and so are the bytes of their frames. */
const frames = new WeakMap<StateEvents, Buffer>();

function framesOf(events: StateEvents): Buffer {
  const known = frames.get(events);
  if (known !== undefined) return known;
  const bytes = Buffer.from(events.map(({ id, data }) => eventFrame("state_change", data, id)).join(""));
  frames.set(events, bytes);
  return bytes;
}

/** An id without data dispatches no event, but is remembered: a client without events keeps its position. */
function placeFrame(position: string | undefined): string {
  return position === undefined ? "" : `id: ${position}\n\n`;
}
