import type { RouterOutputs } from "@pragma/trpc";

/** A dead letter as the table has it: without its payload. */
export type Failure = RouterOutputs["deadLetters"]["list"]["items"][number];

/** Failures with the same error. */
export type FailureGroup = RouterOutputs["deadLetters"]["groups"][number];

/** The outcome of a retry. */
export type RetryOutcome = RouterOutputs["deadLetters"]["retry"][number];
