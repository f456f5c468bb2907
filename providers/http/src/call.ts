import type { ProviderContext } from "@pragma/sdk/provider";

/** What a call brings along: its deadline and its log. */
export type Call = Pick<ProviderContext, "signal" | "log">;
