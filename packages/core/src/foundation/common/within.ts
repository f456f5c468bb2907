import { setTimeout as sleep } from "node:timers/promises";

/** No answer arrived in time. */
export class Overdue extends Error {
  constructor(milliseconds: number) {
    super(`No answer within ${milliseconds / 1000} s`);
    this.name = "Overdue";
  }
}

/**
 * Waits for an answer, up to a limit. The work behind the answer is not stopped.
 * @throws Overdue, and whatever the answer throws
 */
export async function within<Answer>(milliseconds: number, answer: Promise<Answer>): Promise<Answer> {
  const answered = new AbortController();
  const overdue = async (): Promise<never> => {
    await sleep(milliseconds, undefined, { signal: answered.signal });
    throw new Overdue(milliseconds);
  };
  try {
    return await Promise.race([answer, overdue()]);
  } finally {
    answered.abort();
  }
}
