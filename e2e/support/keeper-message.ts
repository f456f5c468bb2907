import type { StackInfo } from "./stack-info.ts";

/** What the keeper of the stack tells the test runner, once. */
export type KeeperMessage = { readonly ready: StackInfo } | { readonly failed: string };
