import { endpoints } from "@pragma/contract";
import { deleteDeadLetter } from "@pragma/core/dead-letters";
import { NO_CONTENT } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";
import { isUuid } from "../../http/uuid.ts";

/** `DELETE /ops/dead-letter/{event_id}` */
export const deleteRoute = defineRoute(endpoints.deleteDeadLetter, async ({ core, caller, params }) => {
  if (isUuid(params.event_id)) await deleteDeadLetter(core, caller, params.event_id);
  return NO_CONTENT;
});
