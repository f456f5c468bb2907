import { setTimeout as sleep } from "node:timers/promises";

/** What was asked did not answer in time. */
export class Overdue extends Error {
  constructor(milliseconds: number) {
    super(`No answer within ${milliseconds / 1000} s`);
    this.name = "Overdue";
  }
}

/**
 * Waits for an answer, but not for longer than it is worth. Whatever gives it goes on by itself.
 * @throws Overdue, and what the answer throws
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
