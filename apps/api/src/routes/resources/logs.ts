import { endpoints } from "@pragma/contract";
import { watchCaller } from "@pragma/core/access";
import { followResourceLogs, streamResourceLogs } from "@pragma/core/logs";
import { getResourceStatus } from "@pragma/core/resources/read";
import { SENT } from "../../http/answer.ts";
import { eventFrame, openEventStream } from "../../http/event-stream.ts";
import { streamJsonArray, textsOf } from "../../http/lists/stream-json-array.ts";
import { requestFacts } from "../../http/request-facts.ts";
import { answerOver } from "../../http/response-writer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /resources/{id}/logs`, with `follow=true` as server-sent events. */
export const logsRoute = defineRoute(
  endpoints.readResourceLogs,
  async ({ core, caller, params: { id }, query: { follow = false, ...range }, request, reply }) => {
    const { stallMs } = request.server.settings;
    if (!follow) {
      const logs = await streamResourceLogs(core, caller, id, range, answerOver(reply.raw));
      return streamJsonArray(reply, textsOf(logs), stallMs);
    }
    // An absent resource must be known before the stream begins.
    await getResourceStatus(core, caller, id);
    const stream = openEventStream(reply, stallMs);
    const unwatch = watchCaller(core, caller, "resources:read", stream.end);
    try {
      for await (const entry of followResourceLogs(core, caller, id, range, stream.closed)) {
        stream.write(eventFrame("log", JSON.stringify(entry)));
        await stream.drained();
      }
    } catch (error) {
      request.log.error({ err: error, ...requestFacts(request) }, "following logs broke off");
    } finally {
      unwatch();
      stream.end();
    }
    return SENT;
  },
);
