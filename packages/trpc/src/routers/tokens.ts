import { createTokenInputSchema } from "@pragma/contract";
import { createToken, listTokens, revokeToken } from "@pragma/core";
import { z } from "zod";
import { router, scopedProcedure } from "../trpc.ts";

export const tokensRouter = router({
  list: scopedProcedure("tokens:write").query(({ ctx }) => listTokens(ctx.core, ctx.member)),

  /** The answer is the only place where the secret is ever seen. */
  create: scopedProcedure("tokens:write")
    .input(createTokenInputSchema)
    .mutation(({ ctx, input }) => createToken(ctx.core, ctx.member, input)),

  revoke: scopedProcedure("tokens:write")
    .input(z.object({ id: z.uuid() }))
    .mutation(({ ctx, input }) => revokeToken(ctx.core, ctx.member, input.id)),
});
