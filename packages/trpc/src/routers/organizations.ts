import { organizationInputSchema } from "@pragma/contract";
import { createOrganization, leaveOrganization, renameOrganization } from "@pragma/core";
import { loginProcedure, memberProcedure, roleProcedure, router } from "../trpc.ts";

/** Turning to another organization changes the login's secret: the web app calls core for that. */
export const organizationsRouter = router({
  create: loginProcedure
    .input(organizationInputSchema)
    .mutation(({ ctx, input }) => createOrganization(ctx.core, ctx.login, input)),

  rename: roleProcedure("owner")
    .input(organizationInputSchema)
    .mutation(({ ctx, input }) => renameOrganization(ctx.core, ctx.member, input)),

  /** The one that is looked at. */
  leave: memberProcedure.mutation(({ ctx }) => leaveOrganization(ctx.core, ctx.member)),
});
