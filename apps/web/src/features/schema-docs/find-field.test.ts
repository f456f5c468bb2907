import type { Path } from "@pragma/contract";
import { expect, it } from "vitest";
import { describeFields } from "./describe-fields.ts";
import { findField } from "./find-field.ts";

const fields = describeFields({
  type: "object",
  properties: {
    size: { type: "integer" },
    rules: { type: "array", items: { type: "object", properties: { port: { type: "integer" } } } },
    codes: { type: "array", items: { type: "integer", minimum: 1 } },
    env: { type: "object", additionalProperties: { type: "string", description: "A value" } },
  },
});

it.each<[Path, string | undefined]>([
  [["size"], "size"],
  [["size", "deeper"], "size"],
  [["rules"], "rules"],
  [["rules", 3], "rules"],
  [["rules", 3, "port"], "port"],
  [["codes", 0], "<item>"],
  [["env", "HOME"], "<key>"],
  [["gone"], undefined],
  [[], undefined],
])("leads by %j to %s", (path, name) => {
  expect(findField(fields, path)?.name).toBe(name);
});
