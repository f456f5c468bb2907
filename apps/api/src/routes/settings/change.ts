import { endpoints } from "@pragma/contract";
import { changeSettings } from "@pragma/core/organizations";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `POST /settings` */
export const changeRoute = defineRoute(endpoints.changeSettings, async ({ core, caller, body }) =>
  okValue(await changeSettings(core, caller, body)),
);
