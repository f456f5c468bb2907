import { endpoints } from "@pragma/contract";
import { deleteResource } from "@pragma/core/resources/delete";
import { presentResource } from "@pragma/core/resources/present";
import { NO_CONTENT } from "../../http/answer.ts";
import { entityAnswer, preconditionsOf } from "../../http/entity.ts";
import { defineRoute } from "../../http/route.ts";

/** `DELETE /resources/{id}` */
export const deleteRoute = defineRoute(endpoints.deleteResource, async ({ core, caller, params, query, request }) => {
  const options = { dependents: query.dependents, orphan: query.orphan ?? false, ...preconditionsOf(request) };
  const row = await deleteResource(core, caller, params.id, options);
  if (row === null) return NO_CONTENT;
  return entityAnswer(await presentResource(core, caller.organizationId, row), request);
});
