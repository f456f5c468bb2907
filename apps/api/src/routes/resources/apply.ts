import { endpoints } from "@pragma/contract";
import { applyResource } from "@pragma/core/resources/apply";
import { presentResource } from "@pragma/core/resources/present";
import { entityAnswer, preconditionsOf } from "../../http/entity.ts";
import { defineRoute } from "../../http/route.ts";

/** `POST /resources/apply` */
export const applyRoute = defineRoute(endpoints.applyResource, async ({ core, caller, body, request }) => {
  const row = await applyResource(core, caller, body, preconditionsOf(request));
  return entityAnswer(await presentResource(core, caller.organizationId, row), request);
});
