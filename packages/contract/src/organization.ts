import { z } from "zod";

export const MAX_ORGANIZATION_NAME_LENGTH = 100;

export const organizationNameSchema = z
  .string()
  .trim()
  .min(1, "is missing")
  .max(MAX_ORGANIZATION_NAME_LENGTH, `must have at most ${MAX_ORGANIZATION_NAME_LENGTH} characters`)
  .regex(/^\P{Cc}*$/u, "must not contain control characters");

/** For creating an organization, and for renaming one. */
export const organizationInputSchema = z.object({ name: organizationNameSchema });
export type OrganizationInput = z.infer<typeof organizationInputSchema>;
