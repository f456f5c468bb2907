import type { Pragma } from "@pragma/sdk";
import { changeResource } from "./change-resource.ts";

/**
 * Changes the tags of a resource and nothing else.
 *
 * @returns the tags as they are now
 * @throws NotFoundError; PreconditionFailedError if others change it all the time
 */
export async function changeTags(client: Pragma, id: string, change: (tags: string[]) => string[]): Promise<string[]> {
  const { tags } = await changeResource(client, id, (resource) => {
    const before = resource.tags ?? [];
    const after = [...new Set(change(before))];
    return after.length === before.length && after.every((tag, index) => tag === before[index])
      ? null
      : { tags: after };
  });
  return tags ?? [];
}
