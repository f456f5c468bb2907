type JsonSchema = Record<string, unknown>;

/**
 * How `z.toJSONSchema` describes what is sent: zod's own inference, unless `.meta({ wire })` says what a value looks like
 * before it is parsed.
 */
export const WIRE_SCHEMA = {
  target: "draft-2020-12",
  io: "input",
  unrepresentable: "any",
  override: ({ jsonSchema }: { jsonSchema: JsonSchema }) => {
    const { wire, description, examples } = jsonSchema;
    if (typeof wire !== "object" || wire === null) return;
    for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
    Object.assign(jsonSchema, wire, description && { description }, examples && { examples });
  },
} as const;
