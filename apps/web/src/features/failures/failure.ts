import type { RouterOutputs } from "@pragma/trpc";

/** A dead letter as the table has it: without its payload. */
export type Failure = RouterOutputs["deadLetters"]["list"]["items"][number];

/** What became of a failure that was to be tried again. */
export type RetryOutcome = RouterOutputs["deadLetters"]["retry"][number];
