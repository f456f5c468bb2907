import { isSignInPossible } from "@pragma/db/administration";
import type { Core } from "../unit-of-work/core.ts";

/** Whether the first account is still to be made: nobody has a password, or an account elsewhere that signs in. */
export async function needsSetup(core: Core): Promise<boolean> {
  return !(await isSignInPossible(core.db));
}
