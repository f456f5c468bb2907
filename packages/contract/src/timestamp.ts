import { z } from "zod";

/** ISO 8601 in UTC, ending in `Z`, the format of every answer. */
export const timestampSchema = z.iso.datetime().meta({ wire: { type: "string", format: "date-time" } });

/** Far more digits of a second than any clock has. */
const MAX_TIMESTAMP_LENGTH = 64;
const FIRST = Date.parse("0001-01-01T00:00:00Z");
const LAST = Date.parse("9999-12-31T23:59:59.999Z");

/** ISO 8601 with any offset, accepted in requests. In UTC, too, its year must have four digits, as in answers. */
export const timestampInputSchema = z.iso
  .datetime({ offset: true, abort: true })
  .max(MAX_TIMESTAMP_LENGTH, { abort: true })
  .refine((text) => Date.parse(text) >= FIRST && Date.parse(text) <= LAST, "must be within the years 1 to 9999 of UTC")
  .meta({ wire: { type: "string", format: "date-time", maxLength: MAX_TIMESTAMP_LENGTH } });
