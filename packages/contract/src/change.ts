import { z } from "zod";
import { actorSchema } from "./actor.ts";
import type { ApplyInput } from "./apply-input.ts";
import { boundedRecord } from "./bounded-record.ts";
import { ACTION_STATES, CHANGE_ACTIONS, CHANGE_STATUSES, CHANGE_VIEWS, MAX_CHANGE_ITEMS } from "./change-values.ts";
import { driftChoiceSchema } from "./drift-schema.ts";
import { textOnWire, textParam } from "./endpoints/parameters.ts";
import { validationIssueSchema } from "./error-body.ts";
import { errorKindSchema } from "./error-kind.ts";
import { fieldChangeSchema } from "./history-event.ts";
import { MAX_ID_LENGTH, providerNameSchema, resourceNameSchema, resourceTypeNameSchema } from "./names.ts";
import { MAX_SET_LENGTH, setNameSchema } from "./set.ts";
import { timestampSchema } from "./timestamp.ts";

export * from "./change-values.ts";

/** Changes: contract section 9. */

export const changeStatusSchema = z.enum(CHANGE_STATUSES);
export const changeViewSchema = z.enum(CHANGE_VIEWS);

/** Counts of a change: its actions by kind, and the documents that ask for nothing new. */
export const changeCountsSchema = z
  .object({
    create: z.int(),
    update: z.int(),
    stage: z.int().describe("Drafts: stored, not run"),
    delete: z.int(),
    follow: z.int().describe("Dependents whose values change, or may change"),
    unchanged: z.int().describe("Documents that change nothing; they have no action"),
    refuse: z.int().describe("What an apply would refuse"),
    replace: z.int(),
    adopt: z.int(),
    checked: z.int().default(0).describe("Dependents that were looked at once it ran, and had nothing to do"),
    uncompared: z
      .int()
      .describe(
        "Documents of which nothing can differ but secrets that the caller may not compare: an apply compares them",
      ),
  })
  .meta({ id: "ChangeCounts" });
export type ChangeCounts = z.infer<typeof changeCountsSchema>;

export const NO_COUNTS: ChangeCounts = {
  create: 0,
  update: 0,
  stage: 0,
  delete: 0,
  follow: 0,
  unchanged: 0,
  refuse: 0,
  replace: 0,
  adopt: 0,
  checked: 0,
  uncompared: 0,
};

/** The counts of a change as they are stored; a release that knows fewer of them stored it without the others. */
export function readCounts(stored: string): ChangeCounts {
  return { ...NO_COUNTS, ...(JSON.parse(stored) as Partial<ChangeCounts>) };
}

/** The data of `event: change` on `/events/stream`. */
export const changeProgressSchema = z
  .object({
    id: z.string(),
    status: changeStatusSchema,
    counts: changeCountsSchema,
    settled: z.int().describe("How many of its actions have ended"),
    total: z.int().describe("How many actions it has; followers found while it runs are added"),
  })
  .meta({ id: "ChangeProgress" });
export type ChangeProgressEvent = z.infer<typeof changeProgressSchema>;

/** `unchanged` is counted, not listed. */
export const actionKindSchema = z.enum(CHANGE_ACTIONS).exclude(["unchanged"]);
export type ActionKind = z.infer<typeof actionKindSchema>;

export const actionStateSchema = z.enum(ACTION_STATES);

export const becauseSchema = z
  .object({
    kind: z.enum(["declared", "set", "propagated", "owner", "dependent", "drift"]),
    from: z.string().optional().describe("Id of the resource that it follows from"),
    path: z.string().optional().describe("Where it uses that resource"),
  })
  .meta({ id: "Because", description: "Why an action is part of the change" });
export type Because = z.infer<typeof becauseSchema>;

export const plannedChangeSchema = fieldChangeSchema
  .extend({
    unknown: z
      .object({ from: z.string() })
      .optional()
      .describe(
        "The value is known only once this reference has one; `secret` if it was not compared, `provider` if its provider has not said it",
      ),
    sensitive: z.literal(true).optional(),
  })
  .meta({ id: "PlannedChange" });
export type PlannedChange = z.infer<typeof plannedChangeSchema>;

const actedResourceSchema = z
  .object({ id: z.string(), provider: z.string(), resource: z.string(), name: z.string() })
  .meta({ id: "ActedResource" });

export const changeActionSchema = z
  .object({
    id: z.string(),
    resource: actedResourceSchema,
    document: z.int().nullable().describe("Index of the document that asks for it"),
    action: actionKindSchema,
    because: becauseSchema,
    changes: z.array(plannedChangeSchema),
    issues: z.array(validationIssueSchema).describe("Why it is refused"),
    warnings: z.array(z.string()),
    wave: z.int().describe("The longest path from a root of the change: what has the same wave can run at once"),
    state: actionStateSchema.optional().describe("Once the change was applied"),
    event_id: z.string().nullable().optional(),
    attempts: z.int().optional(),
    error: z.string().nullable().optional(),
    error_kind: errorKindSchema.optional(),
    started_at: timestampSchema.nullable().optional(),
    settled_at: timestampSchema.nullable().optional(),
  })
  .meta({ id: "ChangeAction" });
export type ChangeAction = z.infer<typeof changeActionSchema>;

export const MAX_MESSAGE_LENGTH = 500;

const SOURCE_KINDS = ["api", "cli", "dashboard", "program", "git", "mcp"] as const;

/** The protocols of an address that a page may link to. */
function isWebUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  return ["http:", "https:"].includes(new URL(text).protocol);
}

export const changeSourceSchema = z
  .strictObject({
    kind: z.enum(SOURCE_KINDS),
    ref: z.string().min(1).max(255).optional().describe("Such as a commit or a branch"),
    url: z.string().max(2048).refine(isWebUrl, "must be an address with http or https").optional(),
  })
  .meta({ id: "ChangeSource", description: "Where the change comes from" });
export type ChangeSource = z.infer<typeof changeSourceSchema>;

/** So many of what one resource waits for are named. */
export const MAX_NAMED_BLOCKERS = 100;

export const blockedSchema = z
  .object({
    resource: z.string(),
    by: z.array(z.string()).describe(`The first ${MAX_NAMED_BLOCKERS}`),
    reason: z.string(),
  })
  .meta({ id: "Blocked", description: "A resource that waits, and what for; ids" });
export type Blocked = z.infer<typeof blockedSchema>;

/** A change as shown in lists: without its actions. */
export const changeSummarySchema = z
  .object({
    id: z.string(),
    status: changeStatusSchema,
    message: z.string().nullable(),
    source: changeSourceSchema.nullable(),
    set: z.string().nullable(),
    prune: z.boolean(),
    counts: changeCountsSchema,
    busy: z.array(z.string()).describe("Ids of resources in flight, for which an apply has to wait"),
    created_by: actorSchema,
    created_at: timestampSchema,
    expires_at: timestampSchema.nullable().describe("When the plan expires"),
    applied_by: actorSchema.nullable(),
    applied_at: timestampSchema.nullable(),
    settled_at: timestampSchema.nullable(),
    reverts: z.string().nullable().describe("The change that this one undoes"),
    reverted_by: z.string().nullable().describe("The change that undid this one"),
    ended_by: actorSchema.nullable().default(null).describe("Who ended it while it was being carried out"),
    ended_at: timestampSchema.nullable().default(null),
    blocked: z.array(blockedSchema),
  })
  .meta({ id: "ChangeSummary" });
export type ChangeSummary = z.infer<typeof changeSummarySchema>;

export const changeSchema = changeSummarySchema
  .extend({ actions: z.array(changeActionSchema).describe("The first 100") })
  .meta({ id: "Change" });
export type Change = z.infer<typeof changeSchema>;

/**
 * A document of a change. Its identity is checked with the body, since everything said about it names it; the rest, with
 * everything else that an apply would refuse, becomes part of the plan.
 */
export const changeDocumentSchema = z
  .looseObject({ provider: providerNameSchema, resource: resourceTypeNameSchema, name: resourceNameSchema })
  .meta({ wire: { $ref: "#/components/schemas/ApplyInput" } });
export type ChangeDocument = z.infer<typeof changeDocumentSchema> & Partial<ApplyInput>;

const idSchema = textParam(MAX_ID_LENGTH);
export const dependentsSchema = z.enum(["cascade", "detach"]);
export type Dependents = z.infer<typeof dependentsSchema>;

export const changeDeletionSchema = z
  .strictObject({
    resource: idSchema.describe("`provider/resource/name`, or the `id` that answers have"),
    dependents: dependentsSchema
      .optional()
      .describe("cascade: delete what depends on it first. detach: keep its dependents, with the values last taken"),
    orphan: z.boolean().optional().describe("Forget it without calling the provider; the real object stays"),
  })
  .meta({ id: "ChangeDeletion" });
export type ChangeDeletion = z.infer<typeof changeDeletionSchema>;

const driftDecisionSchema = z
  .strictObject({
    resource: idSchema.describe("`provider/resource/name`, or the `id` that answers have"),
    choice: driftChoiceSchema.describe(
      "revert: send the declared config once more, and create what is gone. accept: declare what was found",
    ),
  })
  .meta({ id: "DriftDecision" });

/** Far longer than any. */
const MAX_ETAG_LENGTH = 256;

export const allowReplaceSchema = z
  .union([z.literal(true), z.array(idSchema).max(MAX_CHANGE_ITEMS)])
  .describe(
    "Resources that may be replaced, by id, or `true` for all: where a field that cannot change after creation differs, the real thing is deleted and created anew, and what depends on it directly is repaired",
  );
export type AllowReplace = z.infer<typeof allowReplaceSchema>;

/** The body of `POST /changes`. */
export const changeInputSchema = z
  .strictObject({
    documents: z
      .array(changeDocumentSchema)
      .max(MAX_CHANGE_ITEMS)
      .optional()
      .describe("As in an apply; without a state they are `pending`"),
    delete: z.array(changeDeletionSchema).max(MAX_CHANGE_ITEMS).optional(),
    reapply: z
      .array(idSchema)
      .max(MAX_CHANGE_ITEMS)
      .optional()
      .describe("Ids of resources whose declared config is sent to their providers once more"),
    drift: z
      .array(driftDecisionSchema)
      .max(MAX_CHANGE_ITEMS)
      .optional()
      .describe("What to do about differences that checks found; resources that nothing else of the change names"),
    replace: z
      .array(idSchema)
      .max(MAX_CHANGE_ITEMS)
      .optional()
      .describe(
        "Ids of resources whose real thing is deleted and created anew by what is declared, though nothing differs",
      ),
    allow_replace: allowReplaceSchema.optional(),
    set: setNameSchema
      .optional()
      .describe(`The set that the documents are members of, at most ${MAX_SET_LENGTH} characters`),
    prune: z.boolean().optional().describe("Delete what the set has and the documents do not"),
    allow_empty: z.boolean().optional().describe("Let a set without documents be pruned: all of it is deleted"),
    dependents: dependentsSchema.optional().describe("What happens to others that depend on pruned resources"),
    take_over: z.boolean().optional().describe("Take documents into this set that are members of another"),
    if_match: boundedRecord(idSchema, z.string().min(1).max(MAX_ETAG_LENGTH), {
      max: MAX_CHANGE_ITEMS,
      wire: { key: textOnWire(MAX_ID_LENGTH), value: textOnWire(MAX_ETAG_LENGTH) },
    })
      .optional()
      .describe("By id: the ETag that a resource must have, `*` for any, `none` if it must not exist"),
    message: z.string().max(MAX_MESSAGE_LENGTH).optional(),
    source: changeSourceSchema.optional(),
    apply: z.boolean().optional().describe("Apply at once; nothing is written unless all of it can be"),
    basis: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .describe("That of a preview: 409 `stale_preview` if the change would do anything else by now"),
  })
  .meta({
    id: "ChangeInput",
    examples: [
      {
        documents: [{ provider: "pragma", resource: "config", name: "hello", config: { data: { greeting: "Hello" } } }],
        message: "Say hello",
      },
    ],
  });
export type ChangeInput = z.infer<typeof changeInputSchema>;

/** The body of a change, of which only a preview is asked for. */
export const changePreviewInputSchema = changeInputSchema
  .omit({ apply: true, basis: true })
  .meta({ id: "ChangePreviewInput" });
export type ChangePreviewInput = z.infer<typeof changePreviewInputSchema>;

export const previewedActionSchema = changeActionSchema
  .pick({
    resource: true,
    document: true,
    action: true,
    because: true,
    changes: true,
    issues: true,
    warnings: true,
    wave: true,
  })
  .extend({ id: z.null() })
  .meta({ id: "PreviewedAction" });
export type PreviewedAction = z.infer<typeof previewedActionSchema>;

/** How many actions a preview shows. */
export const PREVIEWED_ACTIONS = 500;

export const changePreviewSchema = z
  .object({
    counts: changeCountsSchema,
    busy: z.array(z.string()).describe("Ids of resources in flight, for which an apply has to wait"),
    actions: z
      .array(previewedActionSchema)
      .describe(`By wave, at most ${PREVIEWED_ACTIONS}; of more, first those that are refused`),
    truncated: z.boolean().describe("There are more actions"),
    basis: z.string().max(64).describe("Names what was decided, for `basis` of `POST /changes`"),
  })
  .meta({ id: "ChangePreview" });
export type ChangePreview = z.infer<typeof changePreviewSchema>;

export const revertInputSchema = z
  .strictObject({
    preview: z.boolean().optional().describe("Only say what it would do: nothing is stored"),
    force: z.boolean().optional().describe("Undo it in resources, too, that others have changed since"),
    ...changeInputSchema.pick({ allow_replace: true, apply: true, basis: true }).shape,
  })
  .meta({ id: "RevertInput" });
export type RevertInput = z.infer<typeof revertInputSchema>;
