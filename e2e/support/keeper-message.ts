import type { StackInfo } from "./stack-info.ts";

/** The only message from the keeper of the stack to the test runner. */
export type KeeperMessage = { readonly ready: StackInfo } | { readonly failed: string };
