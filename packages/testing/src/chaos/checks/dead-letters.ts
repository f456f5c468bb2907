import type { Facts, HistoryFact } from "../facts.ts";
import { type Life, livesOf } from "../lives.ts";
import type { Check, Violation } from "../violation.ts";

export const deadLetters: Check = {
  name: "dead-letters",
  promise:
    "every event that ended in failure has a dead letter, until its resource succeeds or goes; nothing else has one",
  run(facts) {
    const open = livesOf(facts).filter(({ gone }) => gone === undefined);
    const expected = new Set(open.flatMap((life) => failedEvents(life).map((event) => `${life.space} ${event}`)));
    const found = new Set(facts.deadLetters.map(({ space, eventId }) => `${space} ${eventId}`));
    return [...missing(open, found), ...needless(facts, expected)];
  },
};

function missing(lives: readonly Life[], found: ReadonlySet<string>): Violation[] {
  return lives.flatMap((life) =>
    failedEvents(life)
      .filter((event) => !found.has(`${life.space} ${event}`))
      .map((event): Violation => {
        const message = `event ${event} ended in failure and has no dead letter`;
        return { check: deadLetters.name, message, space: life.space, key: life.key };
      }),
  );
}

function needless({ deadLetters: letters }: Facts, expected: ReadonlySet<string>): Violation[] {
  return letters
    .filter(({ space, eventId }) => !expected.has(`${space} ${eventId}`))
    .map(({ space, key, eventId, error }): Violation => {
      const message = `there is a dead letter of event ${eventId} (${error}), which did not fail or has been made good`;
      return { check: deadLetters.name, message, space, key };
    });
}

/**
 * Events of a life that failed for good and were neither retried nor followed by a success. What has failed fails once more where
 * a value that it uses has changed and is still none that it can use: with an event of its own.
 */
function failedEvents({ steps }: Life): string[] {
  const failed = new Set<string>();
  const begun = new Set<string>();
  for (const step of steps) {
    if (isSuccess(step)) failed.clear();
    if (step.eventId === null) continue;
    const isAnother = !begun.has(step.eventId);
    begun.add(step.eventId);
    if (step.type === "RETRY") failed.delete(step.eventId);
    else if (step.to === "failed" && (step.from !== "failed" || isAnother) && !isCalledOff(step))
      failed.add(step.eventId);
  }
  return [...failed];
}

/** Cancelled, or ended with its change. */
function isCalledOff({ type }: HistoryFact): boolean {
  return type === "CANCEL" || type === "END";
}

function isSuccess({ from, to }: HistoryFact): boolean {
  return from === "processing" && to === "ready";
}
