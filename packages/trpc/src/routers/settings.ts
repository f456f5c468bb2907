import { readLimits, readRateLimit } from "@pragma/core/limits";
import { memberProcedure, router } from "../trpc.ts";

export const settingsRouter = router({
  /** The state of the organization's rate limit. */
  rateLimit: memberProcedure.query(async ({ ctx }) => {
    const { limit, remaining, resetSeconds, windowSeconds } = await readRateLimit(ctx.core, ctx.member);
    return { limit, remaining, reset_seconds: resetSeconds, window_seconds: windowSeconds };
  }),

  /** The organization's limits, and their use. */
  limits: memberProcedure.query(({ ctx }) => readLimits(ctx.core, ctx.member.organizationId)),
});
