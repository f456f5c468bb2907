import { endpoints } from "@pragma/contract";
import { getResourceFacets } from "@pragma/core/resources/read";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /resources/facets` */
export const facetsRoute = defineRoute(endpoints.getResourceFacets, async ({ core, caller, query }) =>
  okValue(await getResourceFacets(core, caller, query)),
);
