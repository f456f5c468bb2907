import { z } from "zod";
import type { Json } from "./json.ts";

// What JSON may hold is checked where it enters (I-JSON) and against the type's schema; here it is taken as it comes.
const anyJson = z.unknown() as z.ZodType<Json>;

/** Any JSON object. */
export const jsonObjectSchema = z.record(z.string(), anyJson).meta({ wire: { type: "object" } });
