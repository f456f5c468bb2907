import { organizationInputSchema, slugInputSchema } from "@pragma/contract";
import { changeSlug, createOrganization, leaveOrganization, renameOrganization } from "@pragma/core/organizations";
import { loginProcedure, memberProcedure, roleProcedure, router } from "../trpc.ts";

export const organizationsRouter = router({
  create: loginProcedure
    .input(organizationInputSchema)
    .mutation(({ ctx, input }) => createOrganization(ctx.core, ctx.login, input)),

  rename: roleProcedure("owner")
    .input(organizationInputSchema)
    .mutation(({ ctx, input }) => renameOrganization(ctx.core, ctx.member, input)),

  changeSlug: roleProcedure("owner")
    .input(slugInputSchema)
    .mutation(({ ctx, input }) => changeSlug(ctx.core, ctx.member, input)),

  leave: memberProcedure.mutation(({ ctx }) => leaveOrganization(ctx.core, ctx.member)),
});
