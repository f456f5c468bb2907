import type { RouterOutputs } from "@pragma/trpc";

/** An action of a change, as pages receive it. */
export type ShownAction = RouterOutputs["changes"]["actions"]["items"][number];

/** What a change would do, as pages receive it. */
export type ShownPreview = RouterOutputs["changes"]["preview"];
