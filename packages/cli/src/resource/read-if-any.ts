import type { Pragma, PragmaApiError, Resource } from "@pragma/sdk";

/** A resource as it is; null if there is none. */
export async function readIfAny({ resources }: Pragma, id: string, signal: AbortSignal): Promise<Resource | null> {
  return resources.get(id, { signal }).catch((error: Error & Partial<PragmaApiError>) => {
    // A 404 without the API's code is of something before it, and says nothing of the resource.
    if (error.name === "NotFoundError" && error.code === "not_found") return null;
    throw error;
  });
}
