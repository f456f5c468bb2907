import { endpoints } from "@pragma/contract";
import { endChange } from "@pragma/core/changes";
import { defineRoute } from "../../http/route.ts";
import { changeAnswer } from "./change-answer.ts";

/** `POST /changes/{id}/end` */
export const endRoute = defineRoute(endpoints.endChange, async ({ core, caller, params, query }) =>
  changeAnswer(await endChange(core, caller, params.id, query.running)),
);
