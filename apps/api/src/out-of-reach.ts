import type { Core } from "@pragma/core";
import { isNetworkFiltered } from "@pragma/core/readiness";

/**
 * Tells whether providers cannot reach this process: they cannot while every live worker filters their network. Without
 * the database it keeps its last value.
 */
export function outOfReach(core: Core): () => Promise<boolean> {
  let last = true;
  return async () => {
    try {
      last = (await isNetworkFiltered(core)) !== false;
    } catch (error) {
      core.services.logger.debug(
        { err: error },
        "the database does not say whether workers filter the network of providers",
      );
    }
    return last;
  };
}
