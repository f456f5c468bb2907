import { endpoints } from "@pragma/contract";
import { listBuilds } from "@pragma/core/providers";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /providers/{provider_id}/builds` */
export const buildsRoute = defineRoute(endpoints.listBuilds, async ({ core, caller, params }) =>
  okValue(await listBuilds(core, caller, params.provider_id)),
);
