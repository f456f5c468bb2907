import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseError, type Pool } from "pg";

/** Rows of a statement. */
export type Query = <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>;

/** Class of what is wrong with a statement itself. */
const INVALID = "42";

/**
 * Asks until there is an answer: the database may be away at the moment. Takes statements that may be repeated.
 * @throws DatabaseError for an invalid statement; the last error once the pool is closed
 */
export function patientQuery(pool: Pool): Query {
  return async <Row extends object>(text: string, values: unknown[] = []) => {
    for (;;) {
      try {
        return (await pool.query<Row>(text, values)).rows;
      } catch (error) {
        if (pool.ending || (error instanceof DatabaseError && error.code?.startsWith(INVALID))) throw error;
        await sleep(50);
      }
    }
  };
}
