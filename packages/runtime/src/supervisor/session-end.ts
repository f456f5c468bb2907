import type { ProviderExit } from "../driver/driver.ts";

/** How much of a process's output the message about its end quotes. */
const QUOTED_CHARACTERS = 500;

/** Why a process was ended, or ended itself with a word of its own. */
export interface Ending {
  kind: "crashed" | "protocol";
  /** A predicate for "Provider x …", without any words of the process. */
  reason: string;
  /** Its own words, as it said them; empty if it had none. They may be about any of its calls, or about none. */
  words: string;
}

/** Reasons why a session ends its process. */
export const ENDED_FOR = {
  stuck: "was stopped because a call did not end",
  outlived: "was stopped because another worker may run a call of it",
  blocked: (milliseconds: number) => `blocked its event loop for more than ${milliseconds / 1000} s and was ended`,
} as const;

/** How a session ended. */
export interface SessionEnd extends Ending {
  wasReady: boolean;
  hasSucceeded: boolean;
  isExpected: boolean;
}

/** The end of a process that nobody ended. */
export function endingOf({ reason, output }: ProviderExit): Ending {
  return { kind: "crashed", reason, words: lastWords(output) };
}

/** The reason with the words, where there are any. */
export function describeEnding({ reason, words }: Pick<Ending, "reason" | "words">): string {
  return words === "" ? reason : `${reason}: ${words}`;
}

/** Returns what a process printed about its end: the last of it, or the line in which Node says why, which a long trace follows. */
function lastWords(output: string): string {
  return /^FATAL ERROR: .+$/m.exec(output)?.[0] ?? output;
}

/** The end of a text, which is where the reason stands. To be cut after it was redacted: half a secret is not found. */
export function cutWords(text: string): string {
  return text.slice(-QUOTED_CHARACTERS);
}
