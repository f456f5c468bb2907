import { z } from "zod";
import { isUuid } from "./uuid.ts";

const MAX_ORGANIZATION_NAME_LENGTH = 100;

export const organizationNameSchema = z
  .string()
  .trim()
  .min(1, "is missing")
  .max(MAX_ORGANIZATION_NAME_LENGTH, `must have at most ${MAX_ORGANIZATION_NAME_LENGTH} characters`)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, "must not contain control characters");

/** Input for creating or renaming an organization. */
export const organizationInputSchema = z.object({ name: organizationNameSchema });
export type OrganizationInput = z.infer<typeof organizationInputSchema>;

const MAX_SLUG_LENGTH = 39;
const SLUG_RULE = "must have 2 to 39 characters: lower-case letters, digits and dashes, no dash at the beginning";

/**
 * An organization's name in URLs: its pages are at `/o/{slug}`. One that looks like an id would be ambiguous: ids work there,
 * too.
 */
export const slugSchema = z
  .string()
  .max(MAX_SLUG_LENGTH, { abort: true, error: SLUG_RULE })
  .regex(/^[a-z0-9][a-z0-9-]{1,38}$/, SLUG_RULE)
  .refine((slug): boolean => !isUuid(slug), "must not look like an id");

export const slugInputSchema = z.object({ slug: slugSchema });
export type SlugInput = z.infer<typeof slugInputSchema>;
