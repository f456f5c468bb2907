import { applyInputSchema, resourceIdParam } from "@pragma/contract";
import { applyResource, previewApply } from "@pragma/core/resources/apply";
import { deleteResource, planDeletion } from "@pragma/core/resources/delete";
import { getResource } from "@pragma/core/resources/read";
import { cancelResource, retryResource } from "@pragma/core/resources/recover";
import { z } from "zod";
import { tagged, taggedRow } from "../presented.ts";
import { scopedProcedure } from "../trpc.ts";

const writing = scopedProcedure("resources:write");

const etag = z.string().min(1).max(256).optional();
const applyInput = applyInputSchema.extend({
  /** The `etag` that was read: refused if the resource is another now. */
  ifMatch: etag,
  /** `*` creates only. */
  ifNoneMatch: etag,
});
const dependents = z.enum(["cascade", "detach"]).optional();

/** Procedures of `resources` that change something, and those that show beforehand what would. */
export const resourceWrites = {
  /** tRPC keeps the name `apply` for itself. */
  applyOne: writing.input(applyInput).mutation(async ({ ctx, input: { ifMatch, ifNoneMatch, ...input } }) => {
    const row = await applyResource(ctx.core, ctx.member, input, { ifMatch, ifNoneMatch });
    return taggedRow(ctx.core, ctx.member, row);
  }),

  /** Writes nothing. It is no query, whose input would be in addresses and so in logs. */
  preview: writing
    .input(applyInput)
    .mutation(({ ctx, input: { ifMatch, ifNoneMatch, ...input } }) =>
      previewApply(ctx.core, ctx.member, input, { ifMatch, ifNoneMatch }),
    ),

  /** The resource as it is being deleted, or null if it is gone. */
  delete: writing
    .input(resourceIdParam.extend({ dependents, orphan: z.boolean().optional(), ifMatch: etag }))
    .mutation(async ({ ctx, input: { id, ...options } }) => {
      const row = await deleteResource(ctx.core, ctx.member, id, { ...options, orphan: options.orphan ?? false });
      return row && taggedRow(ctx.core, ctx.member, row);
    }),

  /** What would go, in which order, and what stands in the way. */
  deletionPlan: scopedProcedure("resources:read")
    .input(resourceIdParam.extend({ dependents }))
    .query(({ ctx, input }) => planDeletion(ctx.core, ctx.member, input.id, { dependents: input.dependents })),

  cancel: writing
    .input(resourceIdParam)
    .mutation(async ({ ctx, input }) =>
      taggedRow(ctx.core, ctx.member, await cancelResource(ctx.core, ctx.member, input.id)),
    ),

  /** For a failed one. Null if it was to be deleted and is gone. */
  retry: writing.input(resourceIdParam).mutation(async ({ ctx, input }) => {
    const row = await retryResource(ctx.core, ctx.member, input.id);
    return row && taggedRow(ctx.core, ctx.member, row);
  }),

  /** With its sensitive values. Audited, so it is no query: those are repeated at will. */
  reveal: scopedProcedure("secrets:reveal")
    .input(resourceIdParam)
    .mutation(async ({ ctx, input }) => tagged(await getResource(ctx.core, ctx.member, input.id, { reveal: true }))),
};
