/** Questions at once, and how long each may take. */
const AT_ONCE = 16;
const ANSWER_MS = 10_000;

/** Why nothing was asked. */
export const NO_TIME = "there was no time left to ask";

/**
 * Asks all that a plan asks providers, 16 questions at a time.
 * @param endsAt when all have to be answered, by `performance.now()`
 * @param ask gets how long its answer may take: 10 s at most; 0 or less: no time is left
 */
export async function askForPlan<Question>(
  questions: readonly Question[],
  endsAt: number,
  ask: (question: Question, timeoutMs: number) => Promise<void>,
): Promise<void> {
  const left = questions.values();
  const askInTurn = async (): Promise<void> => {
    // All of them take from one iterator.
    for (const question of left) await ask(question, Math.min(ANSWER_MS, endsAt - performance.now()));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, askInTurn));
}
