import { endpoints } from "@pragma/contract";
import { getSettings } from "@pragma/core/organizations";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /settings` */
export const getRoute = defineRoute(endpoints.getSettings, async ({ core, caller }) =>
  okValue(await getSettings(core, caller)),
);
