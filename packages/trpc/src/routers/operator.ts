import {
  emailDecisionSchema,
  setLimitInputSchema,
  setOperatorInputSchema,
  setPushGrantInputSchema,
  uuidSchema,
} from "@pragma/contract";
import {
  confirmEmailOf,
  listAccounts,
  listAllOrganizations,
  listEmailsToConfirm,
  listLimits,
  refuseEmailOf,
  setLimit,
  setOperator,
  setPushGrant,
} from "@pragma/core/operators";
import { z } from "zod";
import { searchOrAll } from "../inputs.ts";
import { operatorProcedure, router } from "../trpc.ts";

const search = z.object({ q: searchOrAll });

/** The installation as a whole, for its operators. */
export const operatorRouter = router({
  accounts: router({
    list: operatorProcedure.input(search).query(({ ctx, input }) => listAccounts(ctx.core, ctx.login, input.q)),

    setOperator: operatorProcedure
      .input(setOperatorInputSchema)
      .mutation(({ ctx, input }) => setOperator(ctx.core, ctx.login, input)),
  }),

  /** Addresses that await confirmation. */
  emails: router({
    list: operatorProcedure.query(({ ctx }) => listEmailsToConfirm(ctx.core, ctx.login)),

    confirm: operatorProcedure
      .input(emailDecisionSchema)
      .mutation(({ ctx, input }) => confirmEmailOf(ctx.core, ctx.login, input)),

    refuse: operatorProcedure
      .input(emailDecisionSchema)
      .mutation(({ ctx, input }) => refuseEmailOf(ctx.core, ctx.login, input)),
  }),

  organizations: router({
    list: operatorProcedure.input(search).query(({ ctx, input }) => listAllOrganizations(ctx.core, ctx.login, input.q)),

    setPushGrant: operatorProcedure
      .input(setPushGrantInputSchema)
      .mutation(({ ctx, input }) => setPushGrant(ctx.core, ctx.login, input)),

    /** Its rate limit and quotas, and their use. */
    limits: operatorProcedure
      .input(z.object({ organizationId: uuidSchema }))
      .query(({ ctx, input }) => listLimits(ctx.core, ctx.login, input.organizationId)),

    setLimit: operatorProcedure
      .input(setLimitInputSchema)
      .mutation(({ ctx, input }) => setLimit(ctx.core, ctx.login, input)),
  }),
});
