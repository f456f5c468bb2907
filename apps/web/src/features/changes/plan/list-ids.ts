import { MAX_CHANGE_ITEMS } from "@pragma/contract";
import type { RouterInputs, RouterOutputs } from "@pragma/trpc";
import type { useTRPCClient } from "~/trpc/client.tsx";

type Filter = Omit<RouterInputs["resources"]["list"], "limit" | "first" | "cursor" | "until" | "sort">;
type ListedRow = RouterOutputs["resources"]["list"]["items"][number];

const PAGE = 200;

/**
 * The ids of the resources that filters select, as many as a change may name.
 * @param isMeant which of them
 * @returns and whether there are more
 */
export async function listIds(
  client: ReturnType<typeof useTRPCClient>,
  filters: readonly Filter[],
  isMeant: (row: ListedRow) => boolean = () => true,
): Promise<{ ids: string[]; isCut: boolean }> {
  const ids: string[] = [];
  for (const filter of filters) {
    let cursor: RouterOutputs["resources"]["list"]["nextCursor"] = null;
    do {
      const page: RouterOutputs["resources"]["list"] = await client.resources.list.query({
        ...filter,
        limit: PAGE,
        ...(cursor && { cursor }),
      });
      for (const row of page.items) if (isMeant(row)) ids.push(row.id);
      cursor = page.nextCursor;
    } while (cursor !== null && ids.length <= MAX_CHANGE_ITEMS);
  }
  return { ids: ids.slice(0, MAX_CHANGE_ITEMS), isCut: ids.length > MAX_CHANGE_ITEMS };
}

/** Says that a change names the first ones only. @param others how the rest is dealt with */
export function cutWords(others: string): string {
  return `A change names at most ${MAX_CHANGE_ITEMS.toLocaleString("en")} resources: these are the first. ${others}`;
}
