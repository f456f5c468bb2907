import { applyInputSchema, changeInputSchema, resourceKey } from "@pragma/contract";
import { parseReferences } from "@pragma/language";
import { expect, it } from "vitest";
import { exampleChange } from "./example-change.ts";

it("is a change whose resources use nothing but each other", () => {
  const change = changeInputSchema.parse(exampleChange());
  const documents = (change.documents ?? []).map((document) => applyInputSchema.parse(document));
  const keys = documents.map((document) => resourceKey(document));
  const used = documents.flatMap(({ resource, config }) =>
    parseReferences(config as never, { stringReferences: resource !== "secret" }).references.map(({ target }) =>
      resourceKey(target),
    ),
  );
  expect(used).toHaveLength(3);
  expect(keys).toEqual(expect.arrayContaining(used));
});
