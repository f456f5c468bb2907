import { endpoints } from "@pragma/contract";
import { askAboutRevert, previewRevert, revertChange } from "@pragma/core/changes";
import { PROVIDERS } from "@pragma/core/provider-calls";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";
import { changeAnswer } from "./change-answer.ts";

/** `POST /changes/{id}/revert` */
export const revertRoute = defineRoute<typeof endpoints.revertChange, Awaited<ReturnType<typeof askAboutRevert>>>(
  endpoints.revertChange,
  async ({ core, caller, params, body, prepared: answers }) =>
    body.preview
      ? okValue(await previewRevert(core, caller, params.id, body))
      : changeAnswer(await revertChange(core, caller, params.id, body, answers), 201),
  async ({ core, caller, params, body }) =>
    body.preview ? {} : askAboutRevert(core, caller, params.id, body, PROVIDERS),
);
