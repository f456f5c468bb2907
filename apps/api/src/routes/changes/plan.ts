import { endpoints } from "@pragma/contract";
import { planChange } from "@pragma/core/changes";
import { refusePreconditions } from "../../http/entity.ts";
import { defineRoute } from "../../http/route.ts";
import { changeAnswer } from "./change-answer.ts";
import { takeForDocuments } from "./take-for-documents.ts";

/** `POST /changes` */
export const planRoute = defineRoute(endpoints.planChange, async ({ core, caller, body, request, reply }) => {
  refusePreconditions(request, "if_match in the body");
  await takeForDocuments(request, reply, body.documents);
  return changeAnswer(await planChange(core, caller, body), 201);
});
