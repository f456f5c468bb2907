import { endpoints } from "@pragma/contract";
import { getDeployment } from "@pragma/core/providers";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /providers/{provider_id}/deployment` */
export const deploymentRoute = defineRoute(endpoints.getDeployment, async ({ core, caller, params }) =>
  okValue(await getDeployment(core, caller, params.provider_id)),
);
