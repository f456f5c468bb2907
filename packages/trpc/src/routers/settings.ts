import { organizationSettingsInputSchema } from "@pragma/contract";
import { readLimits, readRateLimit } from "@pragma/core/limits";
import { changeSettings, getSettings } from "@pragma/core/organizations";
import { memberProcedure, roleProcedure, router } from "../trpc.ts";

export const settingsRouter = router({
  get: memberProcedure.query(({ ctx }) => getSettings(ctx.core, ctx.member)),

  change: roleProcedure("owner")
    .input(organizationSettingsInputSchema)
    .mutation(({ ctx, input }) => changeSettings(ctx.core, ctx.member, input)),

  /** The state of the organization's rate limit. */
  rateLimit: memberProcedure.query(async ({ ctx }) => {
    const { limit, remaining, resetSeconds, windowSeconds } = await readRateLimit(ctx.core, ctx.member);
    return { limit, remaining, reset_seconds: resetSeconds, window_seconds: windowSeconds };
  }),

  /** The organization's limits, and their use. */
  limits: memberProcedure.query(({ ctx }) => readLimits(ctx.core, ctx.member.organizationId)),
});
