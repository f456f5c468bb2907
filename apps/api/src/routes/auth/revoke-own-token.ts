import { endpoints } from "@pragma/contract";
import { revokeOwnToken } from "@pragma/core/access";
import { NO_CONTENT } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `DELETE /auth/tokens/current` */
export const revokeOwnTokenRoute = defineRoute(endpoints.revokeOwnToken, async ({ core, caller }) => {
  await revokeOwnToken(core, caller);
  return NO_CONTENT;
});
