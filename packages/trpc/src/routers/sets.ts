import { setNameSchema } from "@pragma/contract";
import { listSets } from "@pragma/core/sets";
import { z } from "zod";
import { pageLimit } from "../inputs.ts";
import { router, scopedProcedure } from "../trpc.ts";

export const setsRouter = router({
  /** By name. */
  list: scopedProcedure("resources:read")
    .input(z.object({ limit: pageLimit, cursor: setNameSchema.nullish() }))
    .query(async ({ ctx, input: { limit, cursor } }) => {
      const { sets, next } = await listSets(ctx.core, ctx.member, { limit, after: cursor ?? undefined });
      return { items: sets, nextCursor: next ?? null };
    }),
});
