import { endpoints } from "@pragma/contract";
import { getResourceGraph } from "@pragma/core";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /resources/graph` */
export const graphRoute = defineRoute(endpoints.getResourceGraph, async ({ core, caller, query }) =>
  okValue(await getResourceGraph(core, caller, query)),
);
