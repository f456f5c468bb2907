import { endpoints } from "@pragma/contract";
import { askAboutChange, type ChangeAnswers, planChange } from "@pragma/core/changes";
import { PROVIDERS } from "@pragma/core/provider-calls";
import { refusePreconditions } from "../../http/entity.ts";
import { defineRoute } from "../../http/route.ts";
import { changeAnswer } from "./change-answer.ts";
import { takeForDocuments } from "./take-for-documents.ts";

/** `POST /changes` */
export const planRoute = defineRoute<typeof endpoints.planChange, ChangeAnswers>(
  endpoints.planChange,
  async ({ core, caller, body, request, reply, prepared: answers }) => {
    refusePreconditions(request, "if_match in the body");
    await takeForDocuments(request, reply, body.documents);
    return changeAnswer(await planChange(core, caller, body, answers), 201);
  },
  ({ core, caller, body }) => askAboutChange(core, caller, body, PROVIDERS),
);
