import { endpoints } from "@pragma/contract";
import { presentResource } from "@pragma/core/resources/present";
import { discardDraft } from "@pragma/core/resources/recover";
import { entityAnswer, preconditionsOf } from "../../http/entity.ts";
import { defineRoute } from "../../http/route.ts";

/** `POST /resources/{id}/discard` */
export const discardRoute = defineRoute(endpoints.discardDraft, async ({ core, caller, params, request }) => {
  const row = await discardDraft(core, caller, params.id, preconditionsOf(request));
  return entityAnswer(await presentResource(core, caller.organizationId, row), request);
});
