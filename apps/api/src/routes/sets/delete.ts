import { endpoints } from "@pragma/contract";
import { deleteSet, previewSetDeletion } from "@pragma/core/changes";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";
import { changeAnswer } from "../changes/change-answer.ts";

/** `DELETE /sets/{name}` */
export const deleteRoute = defineRoute(endpoints.deleteSet, async ({ core, caller, params, query }) => {
  if (!query.preview) return changeAnswer(await deleteSet(core, caller, params.name));
  const preview = await previewSetDeletion(core, caller, params.name);
  return okValue(preview, { etag: `"${preview.basis}"` });
});
