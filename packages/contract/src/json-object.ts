import { z } from "zod";
import type { JsonObject } from "./json.ts";

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Any JSON object, handed on as it is. What it may hold is checked where it enters (I-JSON) and against the type's
 * schema; copying it here would cost time, and lose a member called `__proto__`.
 */
export const jsonObjectSchema = z.custom<JsonObject>(isObject, "must be an object").meta({ wire: { type: "object" } });
