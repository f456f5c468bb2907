import { createInvitationInputSchema, uuidSchema } from "@pragma/contract";
import {
  acceptInvitation,
  createInvitation,
  getInvitation,
  listInvitations,
  revokeInvitation,
} from "@pragma/core/invitations";
import { z } from "zod";
import { loginProcedure, publicProcedure, roleProcedure, router } from "../trpc.ts";

/** A malformed token is reported by core as unknown, like any other. */
const tokenInput = z.object({ token: z.string().max(200) });

/** Accepting with a new account signs it in, so the web app calls core for that. */
export const invitationsRouter = router({
  list: roleProcedure("admin").query(({ ctx }) => listInvitations(ctx.core, ctx.member)),

  /** The answer is the only place where the link is ever visible. */
  create: roleProcedure("admin")
    .input(createInvitationInputSchema)
    .mutation(({ ctx, input }) => createInvitation(ctx.core, ctx.member, input)),

  revoke: roleProcedure("admin")
    .input(z.object({ id: uuidSchema }))
    .mutation(({ ctx, input }) => revokeInvitation(ctx.core, ctx.member, input.id)),

  get: publicProcedure.input(tokenInput).query(({ ctx, input }) => getInvitation(ctx.core, input.token)),

  /** With the signed-in account. */
  accept: loginProcedure
    .input(tokenInput)
    .mutation(({ ctx, input }) =>
      acceptInvitation(ctx.core, input.token, { login: ctx.login }, { correlationId: ctx.correlationId }),
    ),
});
