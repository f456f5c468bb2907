import type { RouterOutputs } from "@pragma/trpc";

/** An action of a change, as pages receive it. */
export type ShownAction = RouterOutputs["changes"]["actions"]["items"][number];
