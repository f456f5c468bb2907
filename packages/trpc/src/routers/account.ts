import { changePasswordInputSchema, updateProfileInputSchema } from "@pragma/contract";
import {
  changePassword,
  endEverywhere,
  endLoginById,
  issueSessionToken,
  type Login,
  listLogins,
  updateProfile,
} from "@pragma/core";
import { z } from "zod";
import { loginProcedure, memberProcedure, router } from "../trpc.ts";

/** One's own account. What has to set the login's cookie is not here: the web app calls core for that. */
export const accountRouter = router({
  me: loginProcedure.query(({ ctx }) => presentMe(ctx.login)),

  updateProfile: loginProcedure
    .input(updateProfileInputSchema)
    .mutation(({ ctx, input }) => updateProfile(ctx.core, ctx.login, input)),

  /** This login keeps its secret: rotating it afterwards is up to whoever can set the cookie. */
  changePassword: loginProcedure
    .input(changePasswordInputSchema)
    .mutation(({ ctx, input }) => changePassword(ctx.core, ctx.login, input)),

  logins: router({
    list: loginProcedure.query(({ ctx }) => listLogins(ctx.core, ctx.login)),

    end: loginProcedure
      .input(z.object({ id: z.uuid() }))
      .mutation(({ ctx, input }) => endLoginById(ctx.core, ctx.login, input.id)),

    /** This one included. */
    endEverywhere: loginProcedure.mutation(({ ctx }) => endEverywhere(ctx.core, ctx.login)),
  }),

  /** A token of 15 minutes for the REST API, with all rights of the role. */
  sessionToken: memberProcedure.mutation(({ ctx }) => issueSessionToken(ctx.core, ctx.member)),
});

function presentMe({ userId, email, name, organizations, member }: Login) {
  const active = member && {
    id: member.organizationId,
    name: member.organizationName,
    role: member.role,
    scopes: [...member.scopes],
  };
  return { userId, email, name, organizations, active };
}
