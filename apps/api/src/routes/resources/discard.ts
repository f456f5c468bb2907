import { endpoints } from "@pragma/contract";
import { presentResource } from "@pragma/core/resources/present";
import { discardDraft } from "@pragma/core/resources/recover";
import { entityAnswer } from "../../http/entity.ts";
import { defineRoute } from "../../http/route.ts";

/** `POST /resources/{id}/discard` */
export const discardRoute = defineRoute(endpoints.discardDraft, async ({ core, caller, params, request }) => {
  const row = await discardDraft(core, caller, params.id);
  return entityAnswer(await presentResource(core, caller.organizationId, row), request);
});
