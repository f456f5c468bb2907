import type { ListSort } from "@pragma/contract";

/** The orders of the list, in words. */
export const SORT_WORDS: Record<ListSort, string> = {
  name: "Name, A to Z",
  "-name": "Name, Z to A",
  type: "Type, A to Z",
  "-type": "Type, Z to A",
  state: "State, failed first",
  "-state": "State, ready first",
  "-created": "Newest first",
  created: "Oldest first",
  "-updated": "Last updated first",
  updated: "Longest unchanged first",
};
