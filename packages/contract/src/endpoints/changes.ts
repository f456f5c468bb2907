import { z } from "zod";
import {
  actionKindSchema,
  actionStateSchema,
  changeActionSchema,
  changeInputSchema,
  changePreviewInputSchema,
  changePreviewSchema,
  changeSchema,
  changeStatusSchema,
  changeSummarySchema,
  changeViewSchema,
  DEFAULT_CHANGES_PAGE,
  MAX_CHANGE_BYTES,
  MAX_CHANGE_ITEMS,
  revertInputSchema,
} from "../change.ts";
import { CHANGE_STATUSES } from "../change-values.ts";
import { MAX_ID_LENGTH } from "../names.ts";
import { setNameSchema } from "../set.ts";
import { timestampInputSchema } from "../timestamp.ts";
import { defineEndpoint } from "./endpoint.ts";
import { integerParam, pageParams, repeatableParam, textParam } from "./parameters.ts";

const tags = ["Changes"] as const;
const params = z.object({ id: textParam(64).describe("`id` of the change") });

const pagedAlways = {
  ...pageParams,
  limit: integerParam(1, 1000, DEFAULT_CHANGES_PAGE)
    .optional()
    .describe(`Page size; ${DEFAULT_CHANGES_PAGE} if left out`),
};

export const planChange = defineEndpoint({
  id: "planChange",
  method: "POST",
  path: "/changes",
  access: "changes:plan",
  tags,
  summary: "Plan a change",
  description:
    "Decides a set of documents and deletions together, and says what would happen: what is created, changed and deleted, what " +
    "follows through the graph, and what would be refused. A plan writes nothing but itself. It expires after 24 hours.\n\n" +
    "With `apply: true`, which needs resources:write, it is applied at once: 412 if a precondition failed, else 422 if " +
    "anything is refused, else 409 `change_in_flight` if anything is in flight; nothing was written then.",
  body: {
    contentType: "application/json",
    schema: changeInputSchema,
    maxBytes: MAX_CHANGE_BYTES,
    maxElements: { in: ["documents", "delete"], most: MAX_CHANGE_ITEMS },
  },
  responses: { 201: { description: "The change", schema: changeSchema, headers: ["ETag"] } },
  errors: [409, 412, 413, 415],
});

export const previewChange = defineEndpoint({
  id: "previewChange",
  method: "POST",
  path: "/changes/preview",
  access: "changes:plan",
  writesNothing: true,
  tags,
  summary: "Preview a change",
  description:
    "Decides as a plan does, and stores nothing. `POST /changes` with its `basis` plans or applies what was seen, or answers 409 " +
    "`stale_preview`. Takes no `Idempotency-Key`.",
  body: {
    contentType: "application/json",
    schema: changePreviewInputSchema,
    maxBytes: MAX_CHANGE_BYTES,
    maxElements: { in: ["documents", "delete"], most: MAX_CHANGE_ITEMS },
  },
  responses: { 200: { description: "What the change would do", schema: changePreviewSchema } },
  errors: [413, 415],
});

export const listChanges = defineEndpoint({
  id: "listChanges",
  method: "GET",
  path: "/changes",
  access: "resources:read",
  tags,
  summary: "List changes",
  description: "Newest first, without their actions.",
  query: z.object({
    status: repeatableParam(changeStatusSchema, { type: "string", enum: [...CHANGE_STATUSES] })
      .optional()
      .describe("Only those with one of these statuses"),
    view: changeViewSchema.optional().describe("applied: only those that were. open: only plans that still can be"),
    actor: textParam(MAX_ID_LENGTH)
      .optional()
      .describe(
        "Only those that this one planned or applied: the id or name of a person, whose tokens count, or of a token",
      ),
    set: setNameSchema.optional().describe("Only those of this set"),
    resource: textParam(MAX_ID_LENGTH).optional().describe("Only those with an action on this resource"),
    since: timestampInputSchema.optional().describe("Only those created from this time on"),
    until: timestampInputSchema.optional().describe("Only those created before this time"),
    ...pagedAlways,
  }),
  responses: { 200: { description: "Changes", schema: z.array(changeSummarySchema), headers: ["Link"] } },
});

export const getChange = defineEndpoint({
  id: "getChange",
  method: "GET",
  path: "/changes/{id}",
  access: "resources:read",
  tags,
  summary: "Read a change",
  description:
    "With `wait` the answer comes once the status differs from the one of `If-None-Match`, or, without that, once the change is " +
    "settled; after so many seconds it comes as it is. Waits count among the 50 streams of a token.",
  params,
  query: z.object({ wait: integerParam(1, 60, 30).optional().describe("Seconds to wait at most") }),
  headers: ["If-None-Match"],
  responses: {
    200: { description: "The change", schema: changeSchema, headers: ["ETag"] },
    304: { description: "It still has the entity tag of If-None-Match" },
  },
  errors: [404],
});

export const listChangeActions = defineEndpoint({
  id: "listChangeActions",
  method: "GET",
  path: "/changes/{id}/actions",
  access: "resources:read",
  tags,
  summary: "List the actions of a change",
  description: "Ordered by wave and id.",
  params,
  query: z.object({
    action: actionKindSchema.optional().describe("Only of this kind"),
    state: actionStateSchema.optional().describe("Only those in this state, once the change was applied"),
    ...pagedAlways,
  }),
  responses: { 200: { description: "Actions", schema: z.array(changeActionSchema), headers: ["Link"] } },
  errors: [404],
});

export const applyChange = defineEndpoint({
  id: "applyChange",
  method: "POST",
  path: "/changes/{id}/apply",
  access: "resources:write",
  tags,
  summary: "Apply a planned change",
  description:
    "Writes all of it in one transaction, if what it was planned on has not moved; otherwise 409 with `stale`, and the plan is " +
    "`stale`. While a resource that it would change is in flight: 409 `change_in_flight` with `busy`, and the plan stays. " +
    "A change that was applied already is answered as it is.",
  params,
  responses: { 200: { description: "The change", schema: changeSchema, headers: ["ETag"] } },
  errors: [404, 409],
});

export const discardChange = defineEndpoint({
  id: "discardChange",
  method: "POST",
  path: "/changes/{id}/discard",
  access: "changes:plan",
  tags,
  summary: "Discard a planned change",
  description: "Without resources:write, only by who planned it.",
  params,
  responses: { 200: { description: "The change", schema: changeSchema, headers: ["ETag"] } },
  errors: [404, 409],
});

export const endChange = defineEndpoint({
  id: "endChange",
  method: "POST",
  path: "/changes/{id}/end",
  access: "resources:write",
  tags,
  summary: "End a change that is being carried out",
  description:
    "Nothing more of it begins. What had not begun is given back: its resource has the config and the state of before. What waits " +
    "between attempts is cancelled. What runs is waited for, without another attempt, or cancelled with `running=cancel`. Then the " +
    "change has `failed`. One that has settled is answered as it is.",
  params,
  query: z.object({
    running: z
      .enum(["wait", "cancel"])
      .optional()
      .describe("What becomes of handlers that are running; `wait` by default"),
  }),
  responses: { 200: { description: "The change", schema: changeSchema, headers: ["ETag"] } },
  errors: [404, 409],
});

export const revertChange = defineEndpoint({
  id: "revertChange",
  method: "POST",
  path: "/changes/{id}/revert",
  access: "changes:plan",
  tags,
  summary: "Plan to undo a change",
  description:
    "A new plan that brings back what the change itself touched: config, tags, owners, protection and set. What it created is " +
    "deleted, and what it deleted is created anew, without its data. A draft is staged again once what ran below it has " +
    "succeeded. What cannot come back is refused by name, and what others have changed since, unless `force`. `apply: true`, " +
    "which needs resources:write, and `basis` are as in `POST /changes`.",
  params,
  body: { contentType: "application/json", schema: revertInputSchema, optional: true },
  responses: {
    200: { description: "With `preview`: what the plan would do", schema: changePreviewSchema },
    201: { description: "The plan, or the change", schema: changeSchema, headers: ["ETag"] },
  },
  errors: [404, 409, 412, 415],
});
