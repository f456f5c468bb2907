import { inTurn } from "./in-turn.ts";

/** Does something for each, some at a time. Ends with the first error, as `inTurn` does. */
export async function atOnce<Item>(
  items: Iterable<Item>,
  work: (item: Item, signal: AbortSignal) => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  await inTurn(items, () => [], work, signal);
}
