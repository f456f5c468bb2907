import { endpoints } from "@pragma/contract";
import { getResource } from "@pragma/core/resources/read";
import { entityAnswer } from "../../http/entity.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /resources/{id}` */
export const getRoute = defineRoute(endpoints.getResource, async ({ core, caller, params, query, request }) => {
  const reveal = query.reveal ?? false;
  return entityAnswer(await getResource(core, caller, params.id, { reveal }), request, reveal);
});
