import type { SensitiveCase } from "./sensitive-case.ts";

/** Cases of schemas with references, and of odd ones. */
export const SENSITIVE_REFERENCE_CASES: readonly SensitiveCase[] = [
  {
    name: "$ref to $defs",
    schema: { properties: { a: { $ref: "#/$defs/s" } }, $defs: { s: { type: "string", sensitive: true } } },
    value: { a: "s" },
    paths: ["a"],
  },
  {
    name: "$ref through $ref",
    schema: {
      properties: { a: { $ref: "#/$defs/a" } },
      $defs: { a: { $ref: "#/$defs/b" }, b: { type: "string", sensitive: true } },
    },
    value: { a: "s" },
    paths: ["a"],
  },
  {
    name: "$ref with a mark beside",
    schema: { properties: { a: { $ref: "#/$defs/s", sensitive: true } }, $defs: { s: {} } },
    value: { a: "s" },
    paths: ["a"],
  },
  {
    name: "$ref to a property",
    schema: { properties: { a: { type: "string", sensitive: true }, b: { $ref: "#/properties/a" } } },
    value: { a: "s", b: "s" },
    paths: ["a", "b"],
  },
  {
    name: "$ref with escapes",
    schema: { properties: { a: { $ref: "#/$defs/x~1y~0z" } }, $defs: { "x/y~z": { type: "string", sensitive: true } } },
    value: { a: "s" },
    paths: ["a"],
  },
  {
    name: "$ref percent-encoded",
    schema: { properties: { a: { $ref: "#/$defs/a%20b" } }, $defs: { "a b": { type: "string", sensitive: true } } },
    value: { a: "s" },
    paths: ["a"],
  },
  {
    name: "$ref into a list",
    schema: { properties: { a: { $ref: "#/allOf/0" } }, allOf: [{ type: "string", sensitive: true }] },
    value: { a: "s" },
    paths: [""],
  },
  {
    name: "$ref to the root",
    schema: { properties: { pw: { type: "string", sensitive: true }, child: { $ref: "#" } } },
    value: { child: { child: { pw: "s" } } },
    paths: ["child.child.pw"],
  },
  {
    name: "$ref in items to the root",
    schema: { properties: { pw: { type: "string", sensitive: true }, list: { items: { $ref: "#" } } } },
    value: { list: [{ pw: "s", list: [{ pw: "t" }] }] },
    paths: ["list[0].pw", "list[0].list[0].pw"],
  },
  {
    name: "$ref in a circle",
    schema: {
      $ref: "#/$defs/a",
      $defs: {
        a: { $ref: "#/$defs/b" },
        b: { $ref: "#/$defs/a", properties: { pw: { type: "string", sensitive: true } } },
      },
    },
    value: { pw: "s" },
    paths: ["pw"],
  },
  {
    name: "$anchor in $defs",
    schema: { properties: { a: { $ref: "#s" } }, $defs: { x: { $anchor: "s", type: "string", sensitive: true } } },
    value: { a: "s" },
    paths: ["a"],
  },
  {
    name: "$anchor nested in a definition",
    schema: {
      properties: { a: { $ref: "#s" } },
      $defs: { x: { properties: { y: { $anchor: "s", type: "string", sensitive: true } } } },
    },
    value: { a: "s" },
    paths: ["a"],
  },
  {
    name: "$anchor on a property",
    schema: { properties: { a: { $anchor: "s", type: "string", sensitive: true }, b: { $ref: "#s" } } },
    value: { b: "s" },
    paths: ["b"],
  },
  {
    name: "$anchor in items",
    schema: { properties: { l: { items: { $anchor: "s", type: "string", sensitive: true } }, b: { $ref: "#s" } } },
    value: { b: "s" },
    paths: ["b"],
  },
  {
    name: "$anchor in allOf",
    schema: {
      allOf: [{ $anchor: "s", properties: { pw: { type: "string", sensitive: true } } }],
      properties: { c: { $ref: "#s" } },
    },
    value: { c: { pw: "s" } },
    paths: ["c.pw"],
  },
  {
    name: "$anchor at the root",
    schema: { $anchor: "r", properties: { pw: { type: "string", sensitive: true }, c: { $ref: "#r" } } },
    value: { c: { pw: "s" } },
    paths: ["c.pw"],
  },
  {
    name: "$dynamicAnchor by $dynamicRef",
    schema: { $dynamicAnchor: "n", properties: { pw: { type: "string", sensitive: true }, c: { $dynamicRef: "#n" } } },
    value: { c: { pw: "s" } },
    paths: ["c.pw"],
  },
  {
    name: "$dynamicAnchor by $ref",
    schema: {
      properties: { c: { $ref: "#n" } },
      $defs: { n: { $dynamicAnchor: "n", type: "string", sensitive: true } },
    },
    value: { c: "s" },
    paths: ["c"],
  },
  {
    name: "$dynamicRef to a pointer",
    schema: { properties: { c: { $dynamicRef: "#/$defs/s" } }, $defs: { s: { type: "string", sensitive: true } } },
    value: { c: "s" },
    paths: ["c"],
  },
  {
    name: "$dynamicRef beside $ref",
    schema: {
      properties: { c: { $ref: "#/$defs/t", $dynamicRef: "#s" } },
      $defs: { t: { type: "string" }, s: { $dynamicAnchor: "s", sensitive: true } },
    },
    value: { c: "s" },
    paths: ["c"],
  },
  {
    name: "$id with a pointer",
    schema: {
      $id: "https://x.test/s",
      properties: { a: { $ref: "https://x.test/s#/$defs/s" } },
      $defs: { s: { type: "string", sensitive: true } },
    },
    value: { a: "s" },
    paths: ["a"],
  },
  {
    name: "$id with an anchor",
    schema: {
      $id: "https://x.test/s",
      properties: { a: { $ref: "https://x.test/s#s" } },
      $defs: { x: { $anchor: "s", type: "string", sensitive: true } },
    },
    value: { a: "s" },
    paths: ["a"],
  },
  {
    name: "$id alone",
    schema: {
      $id: "https://x.test/s",
      properties: { pw: { type: "string", sensitive: true }, c: { $ref: "https://x.test/s" } },
    },
    value: { c: { pw: "s" } },
    paths: ["c.pw"],
  },
  {
    name: "$id with an empty fragment",
    schema: { $id: "urn:x", properties: { pw: { type: "string", sensitive: true }, c: { $ref: "urn:x#" } } },
    value: { c: { pw: "s" } },
    paths: ["c.pw"],
  },
  {
    name: "a definition that nobody uses",
    schema: { $defs: { s: { type: "string", sensitive: true } }, properties: { a: {} } },
    value: { a: "o" },
    paths: [],
  },
  {
    name: "a property called sensitive",
    schema: { properties: { sensitive: { type: "boolean" } } },
    value: { sensitive: true },
    paths: [],
  },
  {
    name: "a property called $ref",
    schema: { properties: { $ref: { type: "string", sensitive: true } } },
    value: { $ref: "s" },
    paths: ["$ref"],
  },
  {
    name: "sensitive that is no boolean",
    schema: { properties: { a: { sensitive: "true" } } },
    value: { a: "o" },
    paths: [],
  },
  { name: "sensitive false", schema: { properties: { a: { sensitive: false } } }, value: { a: "o" }, paths: [] },
  { name: "a schema of true", schema: true, value: { a: "o" }, paths: [] },
  {
    name: "an outer mark over inner ones",
    schema: { properties: { a: { sensitive: true, properties: { pw: { type: "string", sensitive: true } } } } },
    value: { a: { pw: "s" } },
    paths: ["a"],
  },
  {
    name: "a key with a dot",
    schema: { properties: { "tls.crt": { type: "string", sensitive: true } } },
    value: { "tls.crt": "s", tls: { crt: "o" } },
    paths: ['["tls.crt"]'],
  },
  {
    name: "a key called __proto__",
    schema: { additionalProperties: { type: "string", sensitive: true } },
    value: { ["__proto__"]: "s" },
    paths: ["__proto__"],
  },
  {
    name: "a key called constructor",
    schema: { properties: { a: { type: "string", sensitive: true } } },
    value: { constructor: "o" },
    paths: [],
  },
  {
    name: "a list where the schema has an object",
    schema: { properties: { a: { properties: { pw: { type: "string", sensitive: true } } } } },
    value: { a: [{ pw: "o" }] },
    paths: [],
  },
  {
    name: "an object where the schema has a list",
    schema: { properties: { a: { items: { type: "string", sensitive: true } } } },
    value: { a: { "0": "o" } },
    paths: [],
  },
  {
    name: "a map of lists of objects",
    schema: { additionalProperties: { items: { additionalProperties: { type: "string", sensitive: true } } } },
    value: { a: [{ b: "s" }], c: [] },
    paths: ["a[0].b"],
  },
];
