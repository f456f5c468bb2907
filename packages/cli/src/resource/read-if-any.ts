import type { Pragma, Resource } from "@pragma/sdk";

/** A resource as it is; null if there is none. */
export async function readIfAny({ resources }: Pragma, id: string, signal: AbortSignal): Promise<Resource | null> {
  return resources.get(id, { signal }).catch((error: Error) => {
    if (error.name === "NotFoundError") return null;
    throw error;
  });
}
