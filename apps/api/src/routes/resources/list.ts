import { endpoints } from "@pragma/contract";
import { listResources } from "@pragma/core";
import { listAnswer } from "../../http/list-answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /resources/` */
export const listRoute = defineRoute(endpoints.listResources, async ({ core, caller, query, request, reply }) => {
  return listAnswer(request, reply, query, (page) => listResources(core, caller, { ...query, ...page }));
});
