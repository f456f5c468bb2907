import { changeRoleInputSchema, memberIdSchema } from "@pragma/contract";
import { changeRole, listMembers, removeMember, transferOwnership } from "@pragma/core/organizations";
import { memberProcedure, roleProcedure, router } from "../trpc.ts";

export const membersRouter = router({
  list: memberProcedure.query(({ ctx }) => listMembers(ctx.core, ctx.member)),

  changeRole: roleProcedure("admin")
    .input(changeRoleInputSchema)
    .mutation(({ ctx, input }) => changeRole(ctx.core, ctx.member, input)),

  remove: roleProcedure("admin")
    .input(memberIdSchema)
    .mutation(({ ctx, input }) => removeMember(ctx.core, ctx.member, input)),

  transferOwnership: roleProcedure("owner")
    .input(memberIdSchema)
    .mutation(({ ctx, input }) => transferOwnership(ctx.core, ctx.member, input)),
});
