import { endpoints } from "@pragma/contract";
import { getSet } from "@pragma/core/sets";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /sets/{name}` */
export const getRoute = defineRoute(endpoints.getSet, async ({ core, caller, params }) =>
  okValue(await getSet(core, caller, params.name)),
);
