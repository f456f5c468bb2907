import { ProviderCallError } from "./provider-call-error.ts";

/**
 * Does something with a provider, and repeats it in a process of its own if its process ended that had run other calls
 * too: nobody can tell whose fault that was, so only who ends its process alone fails by it.
 *
 * @throws ProviderCallError
 */
export async function repeatAlone<Result>(work: (alone: boolean) => Promise<Result>): Promise<Result> {
  try {
    return await work(false);
  } catch (error) {
    if (!(error instanceof ProviderCallError && error.isShared)) throw error;
    return work(true);
  }
}
