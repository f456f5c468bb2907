import { textParam, timestampInputSchema } from "@pragma/contract";
import { listAudit } from "@pragma/core/audit";
import { z } from "zod";
import { idCursor, pageLimit, searchText } from "../inputs.ts";
import { router, scopedProcedure } from "../trpc.ts";

const text = textParam(512).optional();

export const auditRouter = router({
  /** Lists who did what, newest first. All given filters must match. */
  list: scopedProcedure("audit:read")
    .input(
      z.object({
        /** Id or name. */
        actor: text,
        action: text,
        target: text,
        since: timestampInputSchema.optional(),
        until: timestampInputSchema.optional(),
        /** Part of target, action or the actor's name, or a correlation id. */
        q: searchText.optional(),
        /** This entry and older ones. */
        from: idCursor.optional(),
        limit: pageLimit,
        cursor: idCursor.nullish(),
      }),
    )
    .query(async ({ ctx, input: { q, from, limit, cursor, ...query } }) => {
      const page = { limit, before: cursor ?? (from === undefined ? undefined : String(BigInt(from) + 1n)) };
      const { entries, next } = await listAudit(ctx.core, ctx.member, { ...query, text: q }, page);
      return { items: entries, nextCursor: next ?? null };
    }),
});
