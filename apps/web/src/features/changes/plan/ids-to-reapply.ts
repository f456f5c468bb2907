import { isDraft } from "@pragma/contract";
import type { useTRPCClient } from "~/trpc/client.tsx";
import { cutWords, listIds } from "./list-ids.ts";

/**
 * The ids of all resources of a type, but for drafts: nothing of those runs. As many as a change may name.
 * @returns with a note if there are more
 * @throws Error if there are none
 */
export async function idsToReapply(
  client: ReturnType<typeof useTRPCClient>,
  { provider, resource }: { provider: string; resource: string },
): Promise<{ ids: string[]; note?: string }> {
  const { ids, isCut } = await listIds(client, [{ provider, resource }], (row) => !isDraft(row.lifecycle_state));
  if (ids.length === 0) throw new Error(`Nothing of ${provider}/${resource} runs: drafts are left out`);
  return isCut ? { ids, note: cutWords("`pragma reapply` takes the others by set or tag.") } : { ids };
}
