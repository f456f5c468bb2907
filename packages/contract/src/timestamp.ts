import { z } from "zod";

/** ISO 8601 in UTC, ending in `Z`, as every answer writes it. */
export const timestampSchema = z.iso.datetime().meta({ wire: { type: "string", format: "date-time" } });

/** ISO 8601 with any offset, as requests may write it. */
export const timestampInputSchema = z.iso
  .datetime({ offset: true })
  .meta({ wire: { type: "string", format: "date-time" } });
