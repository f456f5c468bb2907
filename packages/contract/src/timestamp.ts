import { z } from "zod";

/** ISO 8601 in UTC, ending in `Z`, the format of every answer. */
export const timestampSchema = z.iso.datetime().meta({ wire: { type: "string", format: "date-time" } });

/** ISO 8601 with any offset, accepted in requests. */
export const timestampInputSchema = z.iso
  .datetime({ offset: true })
  .meta({ wire: { type: "string", format: "date-time" } });
