import { endpoints } from "@pragma/contract";
import { compareVersions } from "@pragma/core/resources/read";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /resources/{id}/compare` */
export const compareRoute = defineRoute(endpoints.compareVersions, async ({ core, caller, params, query }) =>
  okValue(await compareVersions(core, caller, params.id, query)),
);
