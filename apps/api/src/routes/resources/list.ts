import { endpoints } from "@pragma/contract";
import { listResources } from "@pragma/core/resources/read";
import { listAnswer } from "../../http/lists/list-answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /resources/` */
export const listRoute = defineRoute(endpoints.listResources, (input) => {
  const { core, caller, query } = input;
  const { limit: _, cursor: __, ...filter } = query;
  return listAnswer("listResources", input, (page: Parameters<typeof listResources>[3]) =>
    listResources(core, caller, filter, page),
  );
});
