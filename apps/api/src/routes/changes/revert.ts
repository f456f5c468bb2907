import { endpoints } from "@pragma/contract";
import { revertChange } from "@pragma/core/changes";
import { defineRoute } from "../../http/route.ts";
import { changeAnswer } from "./change-answer.ts";

/** `POST /changes/{id}/revert` */
export const revertRoute = defineRoute(endpoints.revertChange, async ({ core, caller, params, body }) =>
  changeAnswer(await revertChange(core, caller, params.id, body), 201),
);
