import { endpoints } from "@pragma/contract";
import { previewRevert, revertChange } from "@pragma/core/changes";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";
import { changeAnswer } from "./change-answer.ts";

/** `POST /changes/{id}/revert` */
export const revertRoute = defineRoute(endpoints.revertChange, async ({ core, caller, params, body }) =>
  body.preview
    ? okValue(await previewRevert(core, caller, params.id, body))
    : changeAnswer(await revertChange(core, caller, params.id, body), 201),
);
