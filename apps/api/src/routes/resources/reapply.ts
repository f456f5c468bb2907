import { endpoints } from "@pragma/contract";
import { presentResource } from "@pragma/core/resources/present";
import { reapplyResource } from "@pragma/core/resources/recover";
import { entityAnswer } from "../../http/entity.ts";
import { defineRoute } from "../../http/route.ts";

/** `POST /resources/{id}/reapply` */
export const reapplyRoute = defineRoute(endpoints.reapplyResource, async ({ core, caller, params, request }) => {
  const row = await reapplyResource(core, caller, params.id);
  return entityAnswer(await presentResource(core, caller.organizationId, row), request);
});
