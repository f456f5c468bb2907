import type { Json, JsonObject } from "@pragma/contract";
import type { BuiltIn } from "../definition/built-in.ts";
import { builtInType } from "../definition/built-in-type.ts";

/** `pragma/config`: its outputs are the data of its config, with references resolved. */
export const config: BuiltIn = {
  type: builtInType({
    resource: "config",
    description: "Shared settings and composed values. Each key of data is an output.",
    schema: {
      type: "object",
      properties: { data: { type: "object", description: "Any JSON by key; references are resolved" } },
      required: ["data"],
      additionalProperties: false,
    },
    outputsSchema: { type: "object" },
  }),
  outputsOf,
  run: async (_core, event) => ({ kind: "succeeded", outputs: outputsOf(event.config) }),
};

function outputsOf({ data }: JsonObject): Json {
  return data ?? {};
}
