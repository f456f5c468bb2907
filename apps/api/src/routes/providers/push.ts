import { endpoints } from "@pragma/contract";
import { pushProvider } from "@pragma/core/providers";
import { accepted } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `POST /providers/{provider_id}/push` */
export const pushRoute = defineRoute(endpoints.pushProvider, async ({ core, caller, params, body }) =>
  accepted(await pushProvider(core, caller, params.provider_id, body.open())),
);
