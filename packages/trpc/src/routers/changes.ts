import {
  actionKindSchema,
  actionStateSchema,
  CHANGE_STATUSES,
  type Change,
  type ChangePreviewInput,
  type ChangeSource,
  changeInputSchema,
  changePreviewInputSchema,
  changeStatusSchema,
  changeViewSchema,
  DEFAULT_CHANGES_PAGE,
  MAX_ID_LENGTH,
  type MatchingDeletion,
  matchingDeletionSchema,
  type ResourceSelection,
  resourceEditInputSchema,
  resourceIdParam,
  revertInputSchema,
  setNameSchema,
  textParam,
  uuidSchema,
} from "@pragma/contract";
import type { Core } from "@pragma/core";
import type { RequestContext } from "@pragma/core/callers";
import {
  applyChange,
  askAboutChange,
  askAboutEdit,
  askAboutRevert,
  askAboutRollBack,
  countOpenPlans,
  discardChange,
  endChange,
  findSelected,
  getChange,
  getChangeGraph,
  getChangeName,
  getChangeProgress,
  getChangeTimeline,
  listChangeActions,
  listChanges,
  type PresentedChange,
  planChange,
  planEdit,
  previewChange,
  previewEdit,
  previewRevert,
  previewRollBack,
  revertChange,
  rollBackResource,
} from "@pragma/core/changes";
import { PROVIDERS } from "@pragma/core/provider-calls";
import { z } from "zod";
import { admitMore } from "../admission.ts";
import { pageLimit } from "../inputs.ts";
import { router, scopedProcedure } from "../trpc.ts";

const reading = scopedProcedure("resources:read");
const planning = scopedProcedure("changes:plan");
const writing = scopedProcedure("resources:write");

const one = z.object({ id: uuidSchema });
const rollBack = resourceIdParam.extend({
  generation: z.int().min(1),
  ...changeInputSchema.pick({ allow_replace: true }).shape,
});
/** As in `POST /changes`: without `apply` it stays a plan. */
const outcome = changeInputSchema.pick({ apply: true, basis: true });

/** Source of changes whose documents are made here, since only pages ask for these. */
const SOURCE: ChangeSource = { kind: "dashboard" };

/** Documents that count as one more call, as in REST. */
const DOCUMENTS_PER_CALL = 20;

/** Finds the resources that a change is to be about, and takes them off the rate limit like documents. */
async function selected(
  { core, member }: { core: Core; member: RequestContext },
  selection: ResourceSelection,
): Promise<string[]> {
  const keys = await findSelected(core, member, selection);
  await admitMore(core, member, Math.floor(keys.length / DOCUMENTS_PER_CALL));
  return keys;
}

/** The deletion of all that match, as a change. */
async function deletionOf(
  ctx: Parameters<typeof selected>[0],
  { filter, dependents, message }: MatchingDeletion,
): Promise<ChangePreviewInput> {
  const keys = await selected(ctx, { filter });
  return { delete: keys.map((resource) => ({ resource, dependents })), message, source: SOURCE };
}

/** Core writes changes as the text of an answer; procedures pass values on. */
function changeOf({ body }: PresentedChange): Change {
  return JSON.parse(body) as Change;
}

/** Changes: what is planned, applied and undone as one. Contract section 9. */
export const changesRouter = router({
  /** Newest first, without their actions. */
  list: reading
    .input(
      z.object({
        status: z.array(changeStatusSchema).max(CHANGE_STATUSES.length).optional(),
        view: changeViewSchema.optional(),
        /** Id or name of somebody who planned or applied it, also by a token. */
        actor: textParam(MAX_ID_LENGTH).optional(),
        set: setNameSchema.optional(),
        limit: pageLimit.default(DEFAULT_CHANGES_PAGE),
        cursor: uuidSchema.nullish(),
      }),
    )
    .query(async ({ ctx, input: { limit, cursor, ...filter } }) => {
      const { changes, next } = await listChanges(ctx.core, ctx.member, filter, { before: cursor ?? undefined, limit });
      return { items: changes, nextCursor: next ?? null };
    }),

  /** Graph of what it touches, before and after. */
  graph: reading.input(one).query(({ ctx, input: { id } }) => getChangeGraph(ctx.core, ctx.member, id)),

  /** Name of the change. */
  named: reading.input(one).query(({ ctx, input: { id } }) => getChangeName(ctx.core, ctx.member, id)),

  /** With how far it has come; its actions are read by page. */
  get: reading.input(one).query(async ({ ctx, input: { id } }) => {
    const [presented, progress] = await Promise.all([
      getChange(ctx.core, ctx.member, id),
      getChangeProgress(ctx.core, ctx.member, id),
    ]);
    const { actions: _, ...change } = changeOf(presented);
    return { change, progress };
  }),

  /** How many plans can still be applied. */
  openPlans: reading.query(({ ctx }) => countOpenPlans(ctx.core, ctx.member)),

  /** When each of its actions began and ended. */
  timeline: reading.input(one).query(({ ctx, input: { id } }) => getChangeTimeline(ctx.core, ctx.member, id)),

  /** By wave and id. */
  actions: reading
    .input(
      one.extend({
        action: actionKindSchema.optional(),
        state: actionStateSchema.optional(),
        limit: pageLimit,
        cursor: z.object({ wave: z.int32().min(0), id: uuidSchema }).nullish(),
      }),
    )
    .query(async ({ ctx, input: { id, limit, cursor, ...filter } }) => {
      const page = { limit, after: cursor ?? undefined };
      const { actions, next } = await listChangeActions(ctx.core, ctx.member, id, filter, page);
      return { items: actions, nextCursor: next ?? null };
    }),

  /** Writes nothing but the plan; with `apply` it is applied at once. */
  plan: planning.input(changeInputSchema).mutation(async ({ ctx, input }) => {
    await admitMore(ctx.core, ctx.member, Math.floor((input.documents ?? []).length / DOCUMENTS_PER_CALL));
    const answers = await askAboutChange(ctx.core, ctx.member, input, PROVIDERS);
    return changeOf(await planChange(ctx.core, ctx.member, input, answers));
  }),

  /** Writes nothing. */
  preview: planning.input(changePreviewInputSchema).mutation(async ({ ctx, input }) => {
    await admitMore(ctx.core, ctx.member, Math.floor((input.documents ?? []).length / DOCUMENTS_PER_CALL));
    return previewChange(ctx.core, ctx.member, input);
  }),

  /** The same edit of many resources, as one change. */
  planEdit: planning.input(z.intersection(resourceEditInputSchema, outcome)).mutation(async ({ ctx, input }) => {
    const { resources, filter, apply, basis, ...edit } = input;
    const keys = await selected(ctx, { resources, filter } as ResourceSelection);
    const asked = { edit, source: SOURCE, apply, basis };
    const answers = await askAboutEdit(ctx.core, ctx.member, keys, asked, PROVIDERS);
    return changeOf(await planEdit(ctx.core, ctx.member, keys, asked, answers));
  }),

  /** Previews such an edit. Writes nothing. */
  previewEdit: planning
    .input(resourceEditInputSchema)
    .mutation(async ({ ctx, input: { resources, filter, ...edit } }) => {
      const keys = await selected(ctx, { resources, filter } as ResourceSelection);
      return previewEdit(ctx.core, ctx.member, keys, { edit, source: SOURCE });
    }),

  /** The deletion of all that match a filter, as one change. */
  planDeletion: planning
    .input(matchingDeletionSchema.extend(outcome.shape))
    .mutation(async ({ ctx, input: { apply, basis, ...deletion } }) => {
      const input = await deletionOf(ctx, deletion);
      return changeOf(await planChange(ctx.core, ctx.member, { ...input, apply, basis }));
    }),

  /** Previews such a deletion. Writes nothing. */
  previewDeletion: planning
    .input(matchingDeletionSchema)
    .mutation(async ({ ctx, input }) => previewChange(ctx.core, ctx.member, await deletionOf(ctx, input))),

  /** tRPC reserves the name `apply`. */
  applyPlan: writing
    .input(one)
    .mutation(async ({ ctx, input }) => changeOf(await applyChange(ctx.core, ctx.member, input.id))),

  discard: planning
    .input(one)
    .mutation(async ({ ctx, input }) => changeOf(await discardChange(ctx.core, ctx.member, input.id))),

  /** Nothing more of it begins. */
  end: writing
    .input(one.extend({ running: z.enum(["wait", "cancel"]).optional() }))
    .mutation(async ({ ctx, input }) => changeOf(await endChange(ctx.core, ctx.member, input.id, input.running))),

  /** The plan that undoes it; with `apply` it is undone at once. */
  revert: planning
    .input(one.extend(revertInputSchema.omit({ preview: true }).shape))
    .mutation(async ({ ctx, input: { id, ...options } }) => {
      const asked = { ...options, source: SOURCE };
      const answers = await askAboutRevert(ctx.core, ctx.member, id, asked, PROVIDERS);
      return changeOf(await revertChange(ctx.core, ctx.member, id, asked, answers));
    }),

  /** Previews undoing it. Writes nothing. */
  previewRevert: planning
    .input(one.extend(revertInputSchema.pick({ force: true, allow_replace: true }).shape))
    .mutation(({ ctx, input: { id, ...options } }) =>
      previewRevert(ctx.core, ctx.member, id, { ...options, source: SOURCE }),
    ),

  /** The plan that brings a resource back to an earlier generation; with `apply` it is brought back at once. */
  rollBack: planning.input(rollBack.extend(outcome.shape)).mutation(async ({ ctx, input }) => {
    const asked = { ...input, source: SOURCE };
    const answers = await askAboutRollBack(ctx.core, ctx.member, asked, PROVIDERS);
    return changeOf(await rollBackResource(ctx.core, ctx.member, asked, answers));
  }),

  /** Previews such a roll-back. Writes nothing. */
  previewRollBack: planning
    .input(rollBack)
    .mutation(({ ctx, input }) => previewRollBack(ctx.core, ctx.member, { ...input, source: SOURCE })),
});
