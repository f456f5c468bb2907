import { endpoints, uuidOf } from "@pragma/contract";
import { retryDeadLetter } from "@pragma/core/dead-letters";
import { notFound } from "@pragma/core/errors";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `POST /ops/dead-letter/{event_id}/retry` */
export const retryRoute = defineRoute(endpoints.retryDeadLetter, async ({ core, caller, params }) => {
  const id = uuidOf(params.event_id);
  if (id === undefined) throw notFound("Dead letter");
  return okValue(await retryDeadLetter(core, caller, id));
});
