import { isJsonObject, type Json, type JsonObject } from "@pragma/language";
import { z } from "zod";

/**
 * Any JSON object, handed on as it is. What it may hold is checked where it enters (I-JSON) and against the type's
 * schema; copying it here would cost time, and lose a member called `__proto__`.
 */
export const jsonObjectSchema = z
  .custom<JsonObject>((value) => isJsonObject(value as Json), "must be an object")
  .meta({ wire: { type: "object" } });
