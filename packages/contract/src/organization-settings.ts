import { z } from "zod";

/** Seconds between two checks of a resource for drift, unless its type or its organization says otherwise: contract section 10. */
export const USUAL_CHECK_SECONDS = 3600;
const MIN_CHECK_SECONDS = 60;
const MAX_CHECK_SECONDS = 2_592_000;

const OFF = 0;

const checkEverySchema = z
  .int()
  .min(OFF)
  .max(MAX_CHECK_SECONDS)
  .refine(
    (seconds) => seconds === OFF || seconds >= MIN_CHECK_SECONDS,
    `must be 0 or at least ${MIN_CHECK_SECONDS} seconds`,
  )
  .nullable()
  .describe(
    "Seconds between two checks of a resource for drift, 60 to 2,592,000, where its type says nothing else; 0: none is checked; null: 3,600",
  );

/** What holds for all of an organization. */
export const organizationSettingsSchema = z
  .object({ check_every: checkEverySchema })
  .meta({ id: "OrganizationSettings", examples: [{ check_every: 600 }] });
export type OrganizationSettings = z.infer<typeof organizationSettingsSchema>;

/** Those to change; what is left out stays. */
export const organizationSettingsInputSchema = z
  .strictObject({ check_every: checkEverySchema.optional() })
  .meta({ id: "OrganizationSettingsInput", examples: [{ check_every: 600 }] });
export type OrganizationSettingsInput = z.infer<typeof organizationSettingsInputSchema>;
