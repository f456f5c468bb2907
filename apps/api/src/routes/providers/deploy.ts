import { endpoints } from "@pragma/contract";
import { deployProvider } from "@pragma/core/providers";
import { accepted } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `POST /providers/{provider_id}/deploy` */
export const deployRoute = defineRoute(endpoints.deployProvider, async ({ core, caller, params, body }) =>
  accepted(await deployProvider(core, caller, params.provider_id, body)),
);
