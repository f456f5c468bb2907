import { endpoints } from "@pragma/contract";
import { planChange } from "@pragma/core/changes";
import { takeMoreRequests } from "../../http/admission.ts";
import { refusePreconditions } from "../../http/entity.ts";
import { defineRoute } from "../../http/route.ts";
import { changeAnswer } from "./change-answer.ts";

/** Documents that count as one more request. */
const DOCUMENTS_PER_REQUEST = 20;

/** `POST /changes` */
export const planRoute = defineRoute(endpoints.planChange, async ({ core, caller, body, request, reply }) => {
  refusePreconditions(request, "if_match in the body");
  await takeMoreRequests(request, reply, Math.floor((body.documents ?? []).length / DOCUMENTS_PER_REQUEST));
  return changeAnswer(await planChange(core, caller, body), 201);
});
