import { parseReferences } from "@pragma/language";
import { expect, it } from "vitest";
import { resourceRefSchema } from "./names.ts";
import { issuesOf } from "./words.ts";

const ref = { provider: "p", resource: "t", name: "n" };

it.each([
  ["provider", "P", "must be 1 to 63 of a-z, 0-9 and -, not starting with -"],
  ["resource", "a b", "must be lower-case words joined by -, _ or /"],
  ["resource", "t".repeat(129), "must be at most 128 characters long"],
  ["name", "", "must be 1 to 253 of A-Z, a-z, 0-9, ., _ and -, starting with a letter or digit"],
])("a wrong %s is told alike of a resource and of a reference to it", (part, word, told) => {
  const named = { ...ref, [part]: word };
  const { error } = resourceRefSchema.safeParse(named);
  expect(issuesOf(error ?? expect.fail("there is none"), named, [])).toMatchObject([{ loc: [part], msg: told }]);
  const { issues } = parseReferences({ ...named, field: "x" }, { stringReferences: true });
  expect(issues).toMatchObject([{ loc: [part], msg: `The ${part} of a reference ${told}` }]);
});
