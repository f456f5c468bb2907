import { endpoints } from "@pragma/contract";
import { applyChange } from "@pragma/core/changes";
import { refusePreconditions } from "../../http/entity.ts";
import { defineRoute } from "../../http/route.ts";
import { changeAnswer } from "./change-answer.ts";

/** `POST /changes/{id}/apply` */
export const applyRoute = defineRoute(endpoints.applyChange, async ({ core, caller, params, request }) => {
  refusePreconditions(request, "if_match of the plan");
  return changeAnswer(await applyChange(core, caller, params.id));
});
