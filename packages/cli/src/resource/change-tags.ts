import type { Pragma } from "@pragma/sdk";

/** How often somebody else may come between reading and writing. */
const TRIES = 5;

/**
 * Changes the tags of a resource and nothing else: its config goes back as it was read, and only if nobody changed it meanwhile.
 *
 * @returns the tags as they are now
 * @throws NotFoundError; PreconditionFailedError if others change it all the time
 */
export async function changeTags(
  { resources }: Pragma,
  id: string,
  change: (tags: string[]) => string[],
): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    const { resource, etag } = await resources.getWithEtag(id);
    const { provider, resource: type, name, config, dependencies } = resource;
    const before = resource.tags ?? [];
    const tags = [...new Set(change(before))];
    if (tags.length === before.length && tags.every((tag, index) => tag === before[index])) return before;
    try {
      const changed = await resources.apply(
        { provider, resource: type, name, config, dependencies, tags },
        { ifMatch: etag },
      );
      return changed.tags ?? [];
    } catch (error) {
      if (attempt === TRIES || !(error instanceof Error) || error.name !== "PreconditionFailedError") throw error;
    }
  }
}
