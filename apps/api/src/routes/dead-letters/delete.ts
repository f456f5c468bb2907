import { endpoints, uuidOf } from "@pragma/contract";
import { deleteDeadLetter } from "@pragma/core/dead-letters";
import { NO_CONTENT } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `DELETE /ops/dead-letter/{event_id}` */
export const deleteRoute = defineRoute(endpoints.deleteDeadLetter, async ({ core, caller, params }) => {
  const id = uuidOf(params.event_id);
  if (id !== undefined) await deleteDeadLetter(core, caller, id);
  return NO_CONTENT;
});
