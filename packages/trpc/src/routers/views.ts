import { saveViewInputSchema, uuidSchema } from "@pragma/contract";
import { deleteView, listViews, saveView } from "@pragma/core/saved-views";
import { z } from "zod";
import { roleProcedure, router } from "../trpc.ts";

// Own views need no scope; core checks who may share, and change what is shared.
const viewing = roleProcedure("viewer");

/** Saved views of the list of resources. */
export const viewsRouter = router({
  /** Own ones and shared ones, by name. */
  list: viewing.query(({ ctx }) => listViews(ctx.core, ctx.member)),

  save: viewing.input(saveViewInputSchema).mutation(({ ctx, input }) => saveView(ctx.core, ctx.member, input)),

  delete: viewing
    .input(z.object({ id: uuidSchema }))
    .mutation(({ ctx, input }) => deleteView(ctx.core, ctx.member, input.id)),
});
