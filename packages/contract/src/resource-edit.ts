import { z } from "zod";
import { allowReplaceSchema, dependentsSchema } from "./change.ts";
import { textOnWire, textParam } from "./endpoints/parameters.ts";
import { MAX_ID_LENGTH } from "./names.ts";
import { MAX_TAG_LENGTH, MAX_TAGS, resourceFilterSchema } from "./resource-fields.ts";

const tags = z.array(z.string().trim().min(1).max(MAX_TAG_LENGTH)).max(MAX_TAGS);

/** The most resources that one request may name; a change has room for fewer, which its error says. */
const MAX_NAMED = 20_000;

const key = textParam(MAX_ID_LENGTH);
/** Wrong as a whole, with one issue: twenty calls at once could name as many as all bytes of a request. */
const keys = z
  .custom<string[]>(
    (given) =>
      Array.isArray(given) && given.length > 0 && given.length <= MAX_NAMED && given.every((one) => key.validate(one)),
    // Without an end there, a union tells what is wrong with the form that was meant.
    { error: `must be 1 to ${MAX_NAMED.toLocaleString("en")} ids of resources`, abort: false },
  )
  .meta({ wire: { type: "array", minItems: 1, maxItems: MAX_NAMED, items: textOnWire(MAX_ID_LENGTH) } });

const named = z.object({
  resources: keys.describe("Keys: `provider/resource/name`"),
  filter: z.never().optional(),
});
const matching = z.object({
  filter: resourceFilterSchema.describe("All that match, as the server finds them"),
  resources: z.never().optional(),
});

/** Which resources something is done with: those that are named, or all that a filter of the list selects. */
export const resourceSelectionSchema = z.union([named, matching]);
export type ResourceSelection = z.infer<typeof resourceSelectionSchema>;

const message = z.string().max(500).optional();

const edit = {
  add_tags: tags.optional(),
  remove_tags: tags.optional(),
  deletion_protected: z.boolean().optional(),
  apply_drafts: z.boolean().optional().describe("Drafts are carried out; without it they stay drafts"),
  allow_replace: allowReplaceSchema.optional(),
  message,
};

/** Edit of many resources alike, as one change. */
export const resourceEditInputSchema = z.union([named.extend(edit), matching.extend(edit)]);
export type ResourceEditInput = z.infer<typeof resourceEditInputSchema>;
/** The change itself, whichever resources it is made in. */
export type ResourceEdit = Omit<Extract<ResourceEditInput, { resources: string[] }>, keyof ResourceSelection>;

/** The deletion of all that match a filter, as one change. */
export const matchingDeletionSchema = matching.extend({ dependents: dependentsSchema.optional(), message });
export type MatchingDeletion = z.infer<typeof matchingDeletionSchema>;
