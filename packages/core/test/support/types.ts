import type { ShippedType } from "@pragma/db/queries";

/** The types of the provider `test`: one with flagged fields that rejects others, and one that accepts anything. */
const ITEM = {
  type: "object",
  properties: {
    value: { description: "Anything; comes back as the output `value`" },
    text: { type: "string" },
    count: { type: "integer", minimum: 0 },
    secret: { type: "string", sensitive: true },
    fixed: { type: "string", immutable: true },
    users: {
      type: "array",
      items: {
        type: "object",
        properties: { name: { type: "string" }, password: { type: "string", sensitive: true } },
        required: ["name"],
        additionalProperties: false,
      },
    },
    needs: { description: "Whole resources" },
  },
  additionalProperties: false,
};

const ITEM_OUTPUTS = {
  type: "object",
  properties: {
    value: {},
    other: {},
    text: { type: "string" },
    count: { type: "integer" },
    token: { type: "string", sensitive: true },
  },
  additionalProperties: false,
};

function shipped(resource: string, schema: object, outputs: object): ShippedType {
  return {
    provider: "test",
    resource,
    version: "1",
    schema: JSON.stringify(schema),
    outputs_schema: JSON.stringify(outputs),
    description: null,
    tags: [],
    capabilities: [],
    real: true,
    drift_every: null,
  };
}

export const TEST_TYPES: readonly ShippedType[] = [
  shipped("item", ITEM, ITEM_OUTPUTS),
  shipped(
    "open",
    { type: "object", properties: { made_of: { immutable: true } }, additionalProperties: true },
    { type: "object" },
  ),
];
