import type { RouterOutputs } from "@pragma/trpc";

/** An action of a change, as pages receive it. */
export type ShownAction = RouterOutputs["changes"]["actions"]["items"][number];

/** The preview of a change, as pages receive it. */
export type ShownPreview = RouterOutputs["changes"]["preview"];
