import { endpoints } from "@pragma/contract";
import { getResourceStatus } from "@pragma/core/resources/read";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /resources/{id}/status` */
export const statusRoute = defineRoute(endpoints.getResourceStatus, async ({ core, caller, params }) =>
  okValue(await getResourceStatus(core, caller, params.id)),
);
