import { isSignInPossible } from "@pragma/db/administration";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** Whether the first account has yet to be created: nobody has a password, or an account elsewhere to sign in with. */
export async function needsSetup(core: Core): Promise<boolean> {
  return !(await isSignInPossible(core.db));
}
