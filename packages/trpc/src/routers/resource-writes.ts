import {
  applyInputSchema,
  asksToProcess,
  DRIFT_CHECK_REQUESTS,
  resourceIdParam,
  resourceSelectionSchema,
} from "@pragma/contract";
import { checkResourceDrift } from "@pragma/core/provider-calls";
import { applyResource, previewApply } from "@pragma/core/resources/apply";
import { getResource, getResourceDrift, revealValue } from "@pragma/core/resources/read";
import {
  cancelResource,
  discardDraft,
  reapplyResource,
  retryFailed,
  retryResource,
} from "@pragma/core/resources/recover";
import { z } from "zod";
import { admitMore } from "../admission.ts";
import { tagged, taggedRow } from "../presented.ts";
import { scopedProcedure } from "../trpc.ts";

const writing = scopedProcedure("resources:write");

const MAX_ADDRESS_LENGTH = 4096;

const etag = z.string().min(1).max(256).optional();
const applyInput = applyInputSchema.extend({
  /** The `etag` that was read: refused if the resource has changed since. */
  ifMatch: etag,
  /** `*` creates only. */
  ifNoneMatch: etag,
});

/** Procedures of `resources` that change something, and the one that previews that. Deletions are changes. */
export const resourceWrites = {
  /** tRPC reserves the name `apply`. */
  applyOne: writing.input(applyInput).mutation(async ({ ctx, input: { ifMatch, ifNoneMatch, ...input } }) => {
    const row = await applyResource(ctx.core, ctx.member, input, { ifMatch, ifNoneMatch });
    return taggedRow(ctx.core, ctx.member, row);
  }),

  /**
   * Previews the editor's next step: what is to run is applied as a change, which replaces what waits; a draft by itself.
   * Writes nothing. Not a query, because its input would then appear in URLs and so in logs.
   */
  preview: writing.input(applyInput).mutation(({ ctx, input: { ifMatch, ifNoneMatch, ...input } }) => {
    const replaces = asksToProcess(input.lifecycle_state) ? { replaces: true as const } : {};
    return previewApply(ctx.core, ctx.member, input, { ifMatch, ifNoneMatch, ...replaces });
  }),

  cancel: writing
    .input(resourceIdParam)
    .mutation(async ({ ctx, input }) =>
      taggedRow(ctx.core, ctx.member, await cancelResource(ctx.core, ctx.member, input.id)),
    ),

  /** Discards a staged draft: the resource is as before. */
  discard: writing
    .input(resourceIdParam.extend({ ifMatch: etag }))
    .mutation(async ({ ctx, input: { id, ifMatch } }) =>
      taggedRow(ctx.core, ctx.member, await discardDraft(ctx.core, ctx.member, id, { ifMatch })),
    ),

  /** For a failed resource, or one that waits for its next attempt. Null if it was to be deleted and is gone. */
  retry: writing.input(resourceIdParam).mutation(async ({ ctx, input }) => {
    const row = await retryResource(ctx.core, ctx.member, input.id);
    return row && taggedRow(ctx.core, ctx.member, row);
  }),

  /** For a ready resource: its provider updates it once more. */
  reapply: writing
    .input(resourceIdParam)
    .mutation(async ({ ctx, input }) =>
      taggedRow(ctx.core, ctx.member, await reapplyResource(ctx.core, ctx.member, input.id)),
    ),

  /** Asks the provider what the real thing is like; takes up to 30 s. */
  checkDrift: writing.input(resourceIdParam).mutation(async ({ ctx, input, signal }) => {
    await admitMore(ctx.core, ctx.member, DRIFT_CHECK_REQUESTS - 1);
    return checkResourceDrift(ctx.core, ctx.member, input.id, signal);
  }),

  /** All failed ones of some resources, or of those that match a filter. Returns which were not retried, and why. */
  retryFailed: writing
    .input(resourceSelectionSchema)
    .mutation(({ ctx, input }) => retryFailed(ctx.core, ctx.member, input)),

  /** With its sensitive values. Audited, so it is not a query: those are repeated at will. */
  reveal: scopedProcedure("secrets:reveal")
    .input(resourceIdParam)
    .mutation(async ({ ctx, input }) => tagged(await getResource(ctx.core, ctx.member, input.id, { reveal: true }))),

  /** What the last check found, with sensitive values. */
  revealDrift: scopedProcedure("secrets:reveal")
    .input(resourceIdParam)
    .mutation(({ ctx, input }) => getResourceDrift(ctx.core, ctx.member, input.id, { reveal: true })),

  /** One value, by its address such as `outputs.password`. */
  revealValue: scopedProcedure("secrets:reveal")
    .input(resourceIdParam.extend({ address: z.string().min(1).max(MAX_ADDRESS_LENGTH) }))
    .mutation(({ ctx, input }) => revealValue(ctx.core, ctx.member, input.id, input.address)),
};
