import { endpoints } from "@pragma/contract";
import { deleteSet } from "@pragma/core/changes";
import { defineRoute } from "../../http/route.ts";
import { changeAnswer } from "../changes/change-answer.ts";

/** `DELETE /sets/{name}` */
export const deleteRoute = defineRoute(endpoints.deleteSet, async ({ core, caller, params }) =>
  changeAnswer(await deleteSet(core, caller, params.name)),
);
