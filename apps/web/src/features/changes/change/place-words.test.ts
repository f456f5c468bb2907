import { expect, it } from "vitest";
import { placeWords } from "./place-words.ts";

it.each([
  [["documents", 0], "Document 1"],
  [["documents", 6, "config", "data", "size"], "Document 7, config.data.size"],
  [["delete", 1, "resource"], "Deletion 2"],
  [["delete"], "Deletion"],
  [["prune"], "Prune"],
  [["if_match", "resource:a_b_c"], "Precondition"],
  [[], "The change"],
] as const)("names the place of %j", (loc, words) => expect(placeWords(loc)).toBe(words));
