import { type ChangeCounts, NO_COUNTS } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import type { ShownPreview } from "../types.ts";
import { type DeletionSubject, deletionSentence } from "./deletion-words.ts";

type Kind = ShownPreview["actions"][number]["because"]["kind"];

const deletion = (kind: Kind, name: string): ShownPreview["actions"][number] => ({
  id: null,
  resource: { id: `resource:p_t_${name}`, provider: "p", resource: "t", name },
  document: null,
  action: "delete",
  because: { kind },
  changes: [],
  issues: [],
  warnings: [],
  wave: 0,
});

function sentence(subject: DeletionSubject, kinds: Kind[], counts: Partial<ChangeCounts> = {}, truncated = false) {
  const actions = kinds.map((kind, index) => deletion(kind, `n${index}`));
  return deletionSentence(subject, { actions, counts: { ...NO_COUNTS, delete: kinds.length, ...counts }, truncated });
}

const SHOP = { words: "shop", count: 1 };
const THREE = { words: null, count: 3 };

describe("a deletion in a sentence", () => {
  it.each<[DeletionSubject, Kind[], Partial<ChangeCounts>, string]>([
    [SHOP, ["declared"], {}, "Deletes shop."],
    [SHOP, ["declared", "dependent"], {}, "Deletes shop and 1 that depends on it."],
    [SHOP, ["declared", ...Array<Kind>(12).fill("dependent")], {}, "Deletes shop and 12 that depend on it."],
    [SHOP, ["owner", "declared"], {}, "Deletes shop and 1 that it owns."],
    [
      SHOP,
      ["dependent", "dependent", "owner", "declared"],
      {},
      "Deletes shop, 2 that depend on it and 1 that it owns.",
    ],
    [SHOP, ["declared"], { update: 4 }, "Deletes shop; 4 that depend on it keep their values."],
    [SHOP, ["declared"], { update: 1 }, "Deletes shop; 1 that depends on it keeps its values."],
    [{ ...SHOP, isForgotten: true }, ["declared"], {}, "Forgets shop."],
    [SHOP, [], { refuse: 1 }, "shop cannot be deleted yet:"],
    [SHOP, [], {}, "Nothing is deleted."],
    [THREE, ["declared", "declared"], { refuse: 1 }, "3 resources cannot be deleted yet:"],
    [{ words: "the set pair", count: null }, [], { refuse: 2 }, "The set pair cannot be deleted yet:"],
    [THREE, ["declared", "declared", "declared"], {}, "Deletes 3 resources."],
    [THREE, ["dependent", "declared", "declared", "declared"], {}, "Deletes 3 resources and 1 that depends on them."],
    [{ words: null, count: null }, ["declared", "declared"], {}, "Deletes 2 resources."],
    [{ words: "the set pair", count: null }, ["set", "set"], {}, "Deletes the set pair (2 resources)."],
  ])("%j with %j and %j", (subject, kinds, counts, words) => {
    expect(sentence(subject, kinds, counts)).toBe(words);
  });

  it("counts what it does not show", () => {
    expect(sentence(SHOP, ["dependent"], { delete: 1235 }, true)).toBe("Deletes shop and 1,234 that go with it.");
    expect(sentence({ words: "the set pair", count: null }, ["set"], { delete: 900 }, true)).toBe(
      "Deletes the set pair (900 resources).",
    );
  });
});
