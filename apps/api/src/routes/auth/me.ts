import { endpoints } from "@pragma/contract";
import { getMe } from "@pragma/core/access";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /auth/me` */
export const meRoute = defineRoute(endpoints.getIdentity, async ({ core, caller }) => okValue(getMe(core, caller)));
