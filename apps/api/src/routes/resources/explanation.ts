import { endpoints } from "@pragma/contract";
import { explainResource } from "@pragma/core/resources/read";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /resources/{id}/explanation` */
export const explanationRoute = defineRoute(endpoints.explainResource, async ({ core, caller, params }) =>
  okValue(await explainResource(core, caller, params.id)),
);
