import { z } from "zod";
import { textParam } from "./endpoints/parameters.ts";
import { MAX_ID_LENGTH } from "./names.ts";
import { MAX_TAG_LENGTH, MAX_TAGS } from "./resource-fields.ts";

const tags = z.array(z.string().trim().min(1).max(MAX_TAG_LENGTH)).max(MAX_TAGS);

/** The most resources that one request may name; a change has room for fewer, which its error says. */
const MAX_NAMED = 20_000;

/** What is changed in many resources alike, as one change. */
export const resourceEditInputSchema = z.object({
  resources: z.array(textParam(MAX_ID_LENGTH)).min(1).max(MAX_NAMED).describe("Keys: `provider/resource/name`"),
  add_tags: tags.optional(),
  remove_tags: tags.optional(),
  deletion_protected: z.boolean().optional(),
  apply_drafts: z.boolean().optional().describe("Drafts are carried out; without it they stay drafts"),
  message: z.string().max(500).optional(),
});
export type ResourceEditInput = z.infer<typeof resourceEditInputSchema>;
