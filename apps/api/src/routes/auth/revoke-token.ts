import { endpoints } from "@pragma/contract";
import { revokeToken } from "@pragma/core/access";
import { NO_CONTENT } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `DELETE /auth/tokens/{id}` */
export const revokeTokenRoute = defineRoute(endpoints.revokeToken, async ({ core, caller, params }) => {
  await revokeToken(core, caller, params.id);
  return NO_CONTENT;
});
