import { annotate, type JsonObject, readTyped } from "@pragma/language";
import { expect, it } from "vitest";
import type { KnownType, OrganizationTypes } from "../../foundation/types/index.ts";
import { takesSecret } from "./secret-uses.ts";

const schema: JsonObject = {
  properties: {
    url: {},
    auth: { properties: { user: {}, pw: { sensitive: true } } },
    tokens: { additionalProperties: { sensitive: true } },
    keys: { type: "array", items: { properties: { id: {}, secret: { $ref: "#/$defs/secret" } } } },
    whole: { sensitive: true, properties: { part: {} } },
    tls: { properties: { crt: {} } },
    "tls.key": { sensitive: true },
    next: { $ref: "#" },
  },
  $defs: { secret: { sensitive: true } },
};
const annotations = annotate(schema);
const types = {
  find: () => ({ outputsSchema: schema, annotations, outputAnnotations: annotations }) as KnownType,
} as unknown as OrganizationTypes;

it.each([
  ["auth.pw", true],
  ["auth.user", false],
  ["auth", true],
  ["tokens", true],
  ["tokens.any", true],
  ["keys", true],
  ["keys.0", true],
  ["keys.0.id", false],
  ["keys.3.secret", true],
  ["whole.part", true],
  ["tls.crt", false],
  ["tls.key", true],
  ["url", false],
  ["next.next.auth", true],
  ["next.url", false],
  [Array(40).fill("x").join("."), true],
])("a reference to %s takes a secret: %s", (path, takes) => {
  for (const root of ["outputs", "config"]) {
    const reference = readTyped(`p/t/n.${root}.${path}`) ?? expect.fail("it is a reference");
    expect(takesSecret(reference, types)).toBe(takes);
  }
});
