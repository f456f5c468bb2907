import { inTurn } from "./in-turn.ts";

/** Runs a function for each item, a few at a time. Ends with the first error, like `inTurn`. */
export async function atOnce<Item>(
  items: Iterable<Item>,
  work: (item: Item, signal: AbortSignal) => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  await inTurn(items, () => [], work, signal);
}
