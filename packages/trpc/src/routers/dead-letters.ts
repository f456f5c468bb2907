import { timestampInputSchema, uuidSchema } from "@pragma/contract";
import {
  countDeadLetters,
  deleteAllDeadLetters,
  deleteDeadLetters,
  getDeadLetter,
  groupDeadLetters,
  listDeadLetterRows,
  retryAllDeadLetters,
  retryDeadLetters,
} from "@pragma/core/dead-letters";
import { z } from "zod";
import { pageLimit, providerText, searchText } from "../inputs.ts";
import { router, scopedProcedure } from "../trpc.ts";

const reading = scopedProcedure("ops:read");
const writing = scopedProcedure("ops:write");

const several = z.object({ eventIds: z.array(uuidSchema).min(1).max(500) });

const filtered = z.object({
  provider: providerText.optional(),
  /** Part of the error or of the resource's key. */
  q: searchText.optional(),
  /** Key of one of the `groups`. */
  kind: z.hash("md5").max(32).optional(),
});

export const deadLettersRouter = router({
  /** Newest first, without payloads. */
  list: reading
    .input(
      filtered.extend({
        limit: pageLimit,
        cursor: z.object({ failedAt: timestampInputSchema, eventId: uuidSchema }).nullish(),
      }),
    )
    .query(async ({ ctx, input: { q, limit, cursor, ...filter } }) => {
      const page = { limit, after: cursor ?? undefined };
      const { rows, next } = await listDeadLetterRows(ctx.core, ctx.member, { ...filter, text: q }, page);
      return { items: rows, nextCursor: next ?? null };
    }),

  /** The same by their errors, which differ in no more than names and numbers. The largest 20. */
  groups: reading
    .input(filtered.omit({ kind: true }))
    .query(({ ctx, input: { q, provider } }) => groupDeadLetters(ctx.core, ctx.member, { provider, text: q })),

  /** Counted up to 1,000. */
  count: reading.query(({ ctx }) => countDeadLetters(ctx.core, ctx.member)),

  /** With its payload, masked. */
  get: reading
    .input(z.object({ eventId: uuidSchema }))
    .query(({ ctx, input }) => getDeadLetter(ctx.core, ctx.member, input.eventId)),

  /** Returns the outcome for each. */
  retry: writing.input(several).mutation(({ ctx, input }) => retryDeadLetters(ctx.core, ctx.member, input.eventIds)),

  /** Retries all that the same filter finds in the list. */
  retryAll: writing
    .input(filtered)
    .mutation(({ ctx, input: { q, ...filter } }) => retryAllDeadLetters(ctx.core, ctx.member, { ...filter, text: q })),

  /** Their resources stay failed. */
  delete: writing.input(several).mutation(({ ctx, input }) => deleteDeadLetters(ctx.core, ctx.member, input.eventIds)),

  /** Those of one provider, or explicitly all, so that a forgotten filter does not delete everything. */
  deleteAll: writing
    .input(z.union([z.object({ provider: providerText }), z.object({ all: z.literal(true) })]))
    .mutation(({ ctx, input }) =>
      deleteAllDeadLetters(ctx.core, ctx.member, { provider: "provider" in input ? input.provider : undefined }),
    ),
});
