import { endpoints } from "@pragma/contract";
import { presentResource } from "@pragma/core/resources/present";
import { cancelResource } from "@pragma/core/resources/recover";
import { entityAnswer } from "../../http/entity.ts";
import { defineRoute } from "../../http/route.ts";

/** `POST /resources/{id}/cancel` */
export const cancelRoute = defineRoute(endpoints.cancelResource, async ({ core, caller, params, request }) => {
  const row = await cancelResource(core, caller, params.id);
  return entityAnswer(await presentResource(core, caller.organizationId, row), request);
});
