import { endpoints } from "@pragma/contract";
import { retryDeadLetter } from "@pragma/core/dead-letters";
import { notFound } from "@pragma/core/errors";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";
import { isUuid } from "../../http/uuid.ts";

/** `POST /ops/dead-letter/{event_id}/retry` */
export const retryRoute = defineRoute(endpoints.retryDeadLetter, async ({ core, caller, params }) => {
  if (!isUuid(params.event_id)) throw notFound("Dead letter");
  return okValue(await retryDeadLetter(core, caller, params.event_id));
});
