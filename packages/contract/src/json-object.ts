import { isJsonObject, type Json, type JsonObject } from "@pragma/language";
import { z } from "zod";

/**
 * Any JSON object, passed on as it is. Its content is checked where it enters (I-JSON) and against the type's schema;
 * copying it here would cost time, and lose a member named `__proto__`.
 */
export const jsonObjectSchema = z
  .custom<JsonObject>((value) => isJsonObject(value as Json), "must be an object")
  .meta({ wire: { type: "object" } });
