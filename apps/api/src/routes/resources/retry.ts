import { endpoints } from "@pragma/contract";
import { presentResource } from "@pragma/core/resources/present";
import { retryResource } from "@pragma/core/resources/recover";
import { NO_CONTENT } from "../../http/answer.ts";
import { entityAnswer } from "../../http/entity.ts";
import { defineRoute } from "../../http/route.ts";

/** `POST /resources/{id}/retry` */
export const retryRoute = defineRoute(endpoints.retryResource, async ({ core, caller, params, request }) => {
  const row = await retryResource(core, caller, params.id);
  if (row === null) return NO_CONTENT;
  return entityAnswer(await presentResource(core, caller.organizationId, row), request);
});
