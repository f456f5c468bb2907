import type { JsonObject } from "../../src/index.ts";

/** A config as shown, and where `********` stands for a value in it. */
export const MASK_CASES: readonly { name: string; config: JsonObject; masked: string[] }[] = [
  { name: "a mask", config: { pw: "********" }, masked: ["pw"] },
  { name: "a mask in a list", config: { l: ["a", "********"] }, masked: ["l[1]"] },
  { name: "a mask deep inside", config: { a: [{ b: { c: "********" } }] }, masked: ["a[0].b.c"] },
  { name: "several masks", config: { a: "********", b: "x", c: "********" }, masked: ["a", "c"] },
  { name: "a mask with text around", config: { a: "x********" }, masked: [] },
  { name: "seven stars", config: { a: "*******" }, masked: [] },
  { name: "nine stars", config: { a: "*********" }, masked: [] },
  { name: "a mask as a key", config: { "********": 1 }, masked: [] },
  { name: "a mask behind a key with a dot", config: { "tls.crt": "********" }, masked: ['["tls.crt"]'] },
  { name: "no mask", config: { a: null, b: 1, c: [], d: {} }, masked: [] },
];
