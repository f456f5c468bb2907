import { readQuota } from "@pragma/core";
import { memberProcedure, router } from "../trpc.ts";

export const settingsRouter = router({
  /** Where the organization stands with the API's rate limit. */
  rateLimit: memberProcedure.query(async ({ ctx }) => {
    const { limit, remaining, resetSeconds, windowSeconds } = await readQuota(ctx.core, ctx.member.organizationId);
    return { limit, remaining, reset_seconds: resetSeconds, window_seconds: windowSeconds };
  }),
});
