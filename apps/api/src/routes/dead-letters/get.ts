import { endpoints } from "@pragma/contract";
import { getDeadLetter } from "@pragma/core/dead-letters";
import { notFound } from "@pragma/core/errors";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";
import { isUuid } from "../../http/uuid.ts";

/** `GET /ops/dead-letter/{event_id}` */
export const getRoute = defineRoute(endpoints.getDeadLetter, async ({ core, caller, params }) => {
  if (!isUuid(params.event_id)) throw notFound("Dead letter");
  return okValue(await getDeadLetter(core, caller, params.event_id));
});
