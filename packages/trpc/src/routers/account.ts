import { changePasswordInputSchema, updateProfileInputSchema, uuidSchema } from "@pragma/contract";
import type { Core } from "@pragma/core";
import { issueSessionToken } from "@pragma/core/access";
import {
  awaitedEmail,
  changePassword,
  endEverywhere,
  endLoginById,
  listLogins,
  requestEmail,
  updateProfile,
  withdrawEmail,
} from "@pragma/core/accounts";
import type { Login } from "@pragma/core/callers";
import { mayCreateOrganization } from "@pragma/core/organizations";
import { z } from "zod";
import { loginProcedure, memberProcedure, router } from "../trpc.ts";

/**
 * The user's own account. Actions that set the login's cookie, or are followed from a mail, are not here: for those the
 * web app calls core.
 */
export const accountRouter = router({
  me: loginProcedure.query(({ ctx }) => presentMe(ctx.core, ctx.login)),

  updateProfile: loginProcedure
    .input(updateProfileInputSchema)
    .mutation(({ ctx, input }) => updateProfile(ctx.core, ctx.login, input)),

  /** How users prove that their address is theirs. */
  email: router({
    awaited: loginProcedure.query(({ ctx }) => awaitedEmail(ctx.core, ctx.login)),

    /** For the account's present address. */
    prove: loginProcedure.mutation(({ ctx }) => requestEmail(ctx.core, ctx.login, ctx.login.email)),

    withdraw: loginProcedure.mutation(({ ctx }) => withdrawEmail(ctx.core, ctx.login)),
  }),

  /** This login keeps its secret: a caller that can set the cookie has to rotate it afterwards. */
  changePassword: loginProcedure
    .input(changePasswordInputSchema)
    .mutation(({ ctx, input }) => changePassword(ctx.core, ctx.login, input)),

  logins: router({
    list: loginProcedure.query(({ ctx }) => listLogins(ctx.core, ctx.login)),

    end: loginProcedure
      .input(z.object({ id: uuidSchema }))
      .mutation(({ ctx, input }) => endLoginById(ctx.core, ctx.login, input.id)),

    /** Including this one. */
    endEverywhere: loginProcedure.mutation(({ ctx }) => endEverywhere(ctx.core, ctx.login)),
  }),

  /** A token of 15 minutes for the REST API, with all rights of the role. */
  sessionToken: memberProcedure.mutation(({ ctx }) => issueSessionToken(ctx.core, ctx.member)),
});

function presentMe(core: Core, login: Login) {
  const { userId, email, emailProven, operator, name, organizations } = login;
  const mayCreateOrganizations = mayCreateOrganization(core, login);
  return { userId, email, emailProven, operator, mayCreateOrganizations, name, organizations };
}
