import { isDraft, MAX_CHANGE_ITEMS } from "@pragma/contract";
import type { useTRPCClient } from "~/trpc/client.tsx";

const PAGE = 200;

/**
 * The ids of all resources of a type, but for drafts: nothing of those runs. As many as a change may name.
 * @returns with a note if there are more
 * @throws Error if there are none
 */
export async function idsToReapply(
  client: ReturnType<typeof useTRPCClient>,
  { provider, resource }: { provider: string; resource: string },
): Promise<{ ids: string[]; note?: string }> {
  const ids: string[] = [];
  let cursor: Awaited<ReturnType<typeof client.resources.list.query>>["nextCursor"] = null;
  do {
    const page = await client.resources.list.query({ provider, resource, limit: PAGE, ...(cursor && { cursor }) });
    for (const { id, lifecycle_state } of page.items) if (!isDraft(lifecycle_state)) ids.push(id);
    cursor = page.nextCursor;
  } while (cursor !== null && ids.length <= MAX_CHANGE_ITEMS);
  if (ids.length === 0) throw new Error(`Nothing of ${provider}/${resource} runs: drafts are left out`);
  if (ids.length <= MAX_CHANGE_ITEMS) return { ids };
  const most = MAX_CHANGE_ITEMS.toLocaleString("en");
  return {
    ids: ids.slice(0, MAX_CHANGE_ITEMS),
    note: `A change names at most ${most} resources: these are the first. \`pragma reapply\` takes the others by set or tag.`,
  };
}
