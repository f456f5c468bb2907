import { ProviderCallError } from "./provider-call-error.ts";

/**
 * Calls a provider, and repeats the call in its own process if the shared one ended: nobody can tell which call caused
 * that, so a call fails only if it ends a process that it had to itself.
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
