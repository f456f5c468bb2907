import type { Json, JsonObject } from "@pragma/contract";
import { isJsonObject } from "@pragma/language";
import type { BuiltIn } from "../definition/built-in.ts";
import { builtInType } from "../definition/built-in-type.ts";

/** `pragma/secret`: its values stay sealed on their way from config to outputs. */
export const secret: BuiltIn = {
  type: builtInType({
    resource: "secret",
    description: "Texts to be kept secret. Each key of data is an output.",
    schema: {
      type: "object",
      properties: {
        data: {
          type: "object",
          description: "The secret texts by key",
          propertyNames: { not: { const: "keys" } },
          additionalProperties: { type: "string", sensitive: true },
        },
      },
      required: ["data"],
      additionalProperties: false,
    },
    outputsSchema: {
      type: "object",
      properties: { keys: { type: "array", items: { type: "string" }, description: "The names of the keys" } },
      required: ["keys"],
      additionalProperties: { type: "string", sensitive: true },
    },
    stringReferences: false,
  }),
  outputsOf,
  run: async (_core, { config }) => ({ kind: "succeeded", outputs: outputsOf(config) }),
};

function outputsOf({ data = {} }: JsonObject): Json {
  const values = isJsonObject(data) ? data : {};
  return { ...values, keys: Object.keys(values) };
}
