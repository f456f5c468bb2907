import { endpoints } from "@pragma/contract";
import { getBuild } from "@pragma/core/providers";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /providers/{provider_id}/builds/{version}` */
export const buildRoute = defineRoute(endpoints.getBuild, async ({ core, caller, params }) =>
  okValue(await getBuild(core, caller, params.provider_id, params.version)),
);

/** `GET /providers/{provider_id}/versions/{version}` */
export const versionRoute = defineRoute(endpoints.getVersion, async ({ core, caller, params }) =>
  okValue(await getBuild(core, caller, params.provider_id, params.version)),
);
