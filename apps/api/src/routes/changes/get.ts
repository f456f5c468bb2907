import { endpoints } from "@pragma/contract";
import { getChange, statusOfTag, waitForChange } from "@pragma/core/changes";
import { entityAnswer } from "../../http/entity.ts";
import { answerOver } from "../../http/response-writer.ts";
import { defineRoute } from "../../http/route.ts";
import { takeStream } from "../../http/stream-limit.ts";

/** `GET /changes/{id}`, with `wait` once its status differs. */
export const getRoute = defineRoute(endpoints.getChange, async ({ core, caller, params, query, request, reply }) => {
  if (query.wait !== undefined) {
    const header = request.headers["if-none-match"];
    const seen = header === undefined ? undefined : statusOfTag(header);
    const giveBack = await takeStream(core, caller);
    try {
      await waitForChange(core, caller, params.id, { seen, seconds: query.wait, signal: answerOver(reply.raw) });
    } finally {
      giveBack();
    }
  }
  return entityAnswer(await getChange(core, caller, params.id), request);
});
