import { endpoints } from "@pragma/contract";
import { previewDeployment } from "@pragma/core/providers";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `POST /providers/{provider_id}/deploy/preview` */
export const previewDeploymentRoute = defineRoute(endpoints.previewDeployment, async ({ core, caller, params, body }) =>
  okValue(await previewDeployment(core, caller, params.provider_id, body)),
);
