import { expect, it } from "vitest";
import { afterPlace, placeWords } from "./place-words.ts";

it.each([
  [["documents", 0], "Document 1"],
  [["documents", 6, "config", "data", "size"], "Document 7, config.data.size"],
  [["delete", 1, "resource"], "Deletion 2"],
  [["delete"], "Deletion"],
  [["prune"], "Prune"],
  [["if_match", "resource:a_b_c"], "Precondition"],
  [[], "The change"],
] as const)("names the place of %j", (loc, words) => expect(placeWords(loc)).toBe(words));

it.each([
  ["config.wait", "config.wait must be a number", " must be a number"],
  ["Document 2, config.wait", "config.wait must be a number", " must be a number"],
  ["Document 2", "is named by more than one document", ": is named by more than one document"],
  ["config.wait", "config.waits is not a known field", ": config.waits is not a known field"],
])("says of %s in %j what is new", (place, message, words) => expect(afterPlace(place, message)).toBe(words));
