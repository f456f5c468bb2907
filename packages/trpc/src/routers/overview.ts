import { countByState, listActivity, readAttention, readChecklist, readQueue, readSeries } from "@pragma/core/overview";
import { z } from "zod";
import { router, scopedProcedure } from "../trpc.ts";

const reading = scopedProcedure("resources:read");

export const overviewRouter = router({
  /** By state and by provider. A few seconds old in very large organizations. */
  counts: reading.query(({ ctx }) => countByState(ctx.core, ctx.member)),

  /** The latest changes, newest first. */
  activity: reading
    .input(z.object({ limit: z.int().min(1).max(100).default(20) }).optional())
    .query(({ ctx, input }) => listActivity(ctx.core, ctx.member, input?.limit ?? 20)),

  /** Counts of what was applied, succeeded and failed, in time buckets. */
  series: reading
    .input(z.object({ hours: z.union([z.literal(1), z.literal(24), z.literal(168)]) }))
    .query(({ ctx, input }) => readSeries(ctx.core, ctx.member, input.hours)),

  /** Work that is not done yet, and the number of workers. */
  queue: reading.query(({ ctx }) => readQueue(ctx.core, ctx.member)),

  /** Slow or stuck work, and providers with a problem. Failed work is in `deadLetters.groups`. */
  attention: reading.query(({ ctx }) => readAttention(ctx.core, ctx.member)),

  /** First steps, and which of them are done. */
  checklist: reading.query(({ ctx }) => readChecklist(ctx.core, ctx.member)),
});
