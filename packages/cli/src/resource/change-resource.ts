import type { GivenHandling } from "@pragma/contract/handling";
import type { Pragma, Resource } from "@pragma/sdk";

interface Changed {
  tags?: string[];
  handling?: GivenHandling;
}

/** How often somebody else may come between reading and writing. */
const TRIES = 5;

/**
 * Changes fields of a resource that are kept beside its config, and nothing else: its config goes back as it was read, and only if
 * nobody changed it meanwhile.
 *
 * @param change the fields that differ; null if none does
 * @returns the resource as it is now
 * @throws NotFoundError; PreconditionFailedError if others change it all the time
 */
export async function changeResource(
  { resources }: Pragma,
  id: string,
  change: (resource: Resource) => Changed | null,
): Promise<Resource> {
  for (let attempt = 1; ; attempt++) {
    const { resource, etag } = await resources.getWithEtag(id);
    const { provider, resource: type, name, config, dependencies } = resource;
    const fields = change(resource);
    if (fields === null) return resource;
    try {
      return await resources.apply(
        { provider, resource: type, name, config, dependencies, ...fields },
        { ifMatch: etag },
      );
    } catch (error) {
      if (attempt === TRIES || !(error instanceof Error) || error.name !== "PreconditionFailedError") throw error;
    }
  }
}
