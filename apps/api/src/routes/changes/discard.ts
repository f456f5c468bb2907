import { endpoints } from "@pragma/contract";
import { discardChange } from "@pragma/core/changes";
import { defineRoute } from "../../http/route.ts";
import { changeAnswer } from "./change-answer.ts";

/** `POST /changes/{id}/discard` */
export const discardRoute = defineRoute(endpoints.discardChange, async ({ core, caller, params }) =>
  changeAnswer(await discardChange(core, caller, params.id)),
);
