import { createTokenInputSchema, timestampInputSchema, uuidSchema } from "@pragma/contract";
import { createToken, listTokens, revokeToken } from "@pragma/core/access";
import { z } from "zod";
import { pageLimit } from "../inputs.ts";
import { router, scopedProcedure } from "../trpc.ts";

export const tokensRouter = router({
  /** Newest first. */
  list: scopedProcedure("tokens:write")
    .input(
      z.object({
        limit: pageLimit,
        cursor: z.object({ createdAt: timestampInputSchema, id: uuidSchema }).nullish(),
      }),
    )
    .query(async ({ ctx, input: { limit, cursor } }) => {
      const { tokens, next } = await listTokens(ctx.core, ctx.member, { limit, after: cursor ?? undefined });
      return { items: tokens, nextCursor: next ?? null };
    }),

  /** The answer is the only place where the secret is ever visible. */
  create: scopedProcedure("tokens:write")
    .input(createTokenInputSchema)
    .mutation(({ ctx, input }) => createToken(ctx.core, ctx.member, input)),

  revoke: scopedProcedure("tokens:write")
    .input(z.object({ id: uuidSchema }))
    .mutation(({ ctx, input }) => revokeToken(ctx.core, ctx.member, input.id)),
});
