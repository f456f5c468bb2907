import { expect, it } from "vitest";
import { almostReferences } from "./almost-references.ts";

it.each<[string, boolean]>([
  ["${p/t/n.output.url}", true],
  ["${p/t/n}", true],
  ["${p/t/n.outputs.url} ${p/t/n.output.url}", true],
  ["${p/t/n.outputs.url}", false],
  ["$${p/t/n.output.url}", false],
  ["${HOME}", false],
  ["${P/t/n.outputs.url}", false],
])("whether %s is almost a reference: %s", (text, almost) => {
  expect(almostReferences({ a: [text] })).toEqual(almost ? [["a", 0]] : []);
});
