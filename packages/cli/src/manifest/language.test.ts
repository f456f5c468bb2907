import { resourceKey } from "@pragma/language";
import { keysOf, REFERENCE_CASES } from "@pragma/language/cases";
import { expect, it } from "vitest";
import type { ManifestDocument } from "./document.ts";
import { almostReferences, referencesOf } from "./references.ts";

const document = (config: unknown, stringReferences: boolean) =>
  ({ input: { provider: "p", resource: "t", name: "n", config }, stringReferences }) as ManifestDocument;

it.each(REFERENCE_CASES)("the command finds the references in $name", (one) => {
  const found = referencesOf(document(one.config, one.literal !== true)).map(({ target }) => resourceKey(target));
  expect([...new Set(found)]).toEqual(keysOf(one));
});

it.each<[string, boolean]>([
  ["${p/t/n.output.url}", true],
  ["${p/t/n}", true],
  ["${p/t/n.outputs.url} ${p/t/n.output.url}", true],
  ["${p/t/n.outputs.url}", false],
  ["$${p/t/n.output.url}", false],
  ["${HOME}", false],
  ["${P/t/n.outputs.url}", false],
])("whether %s is almost a reference: %s", (text, almost) => {
  expect(almostReferences(document({ a: [text] }, true))).toEqual(almost ? [["a", 0]] : []);
  expect(almostReferences(document({ a: [text] }, false))).toEqual([]);
});
