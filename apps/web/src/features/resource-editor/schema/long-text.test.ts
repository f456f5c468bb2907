import type { JsonObject } from "@pragma/contract";
import { expect, it } from "vitest";
import { fieldModel } from "./field-model.ts";
import { isLongText } from "./long-text.ts";

it.each<[string, JsonObject, boolean]>([
  ["note", {}, false],
  ["server_ca", {}, true],
  ["private_key", { sensitive: true }, true],
  ["note", { format: "textarea" }, true],
  ["note", { maxLength: 4000 }, true],
  ["body", { maxLength: 100 }, false],
  ["content", { pattern: "^a$" }, false],
  ["content", { format: "uri" }, false],
  ["page", { contentMediaType: "text/html" }, true],
  ["data", { contentMediaType: "image/png", contentEncoding: "base64" }, false],
])("%s %j: %s", (name, schema, expected) => {
  const whole = { type: "string", ...schema };
  expect(isLongText(fieldModel(whole, whole), name)).toBe(expected);
});
