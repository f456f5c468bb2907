import { endpoints, uuidOf } from "@pragma/contract";
import { getDeadLetter } from "@pragma/core/dead-letters";
import { notFound } from "@pragma/core/errors";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /ops/dead-letter/{event_id}` */
export const getRoute = defineRoute(endpoints.getDeadLetter, async ({ core, caller, params }) => {
  const id = uuidOf(params.event_id);
  if (id === undefined) throw notFound("Dead letter");
  return okValue(await getDeadLetter(core, caller, id));
});
