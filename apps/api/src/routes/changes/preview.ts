import { endpoints } from "@pragma/contract";
import { previewChange } from "@pragma/core/changes";
import { okValue } from "../../http/answer.ts";
import { refusePreconditions } from "../../http/entity.ts";
import { defineRoute } from "../../http/route.ts";
import { takeForDocuments } from "./take-for-documents.ts";

/** `POST /changes/preview` */
export const previewRoute = defineRoute(endpoints.previewChange, async ({ core, caller, body, request, reply }) => {
  refusePreconditions(request, "if_match in the body");
  await takeForDocuments(request, reply, body.documents);
  return okValue(await previewChange(core, caller, body));
});
