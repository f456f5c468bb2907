export { deleteAllDeadLetters, deleteDeadLetter, deleteDeadLetters } from "./delete-dead-letters.ts";
export { type DeadLetterRows, type ListedDeadLetter, listDeadLetterRows } from "./list-dead-letter-rows.ts";
export { type DeadLetterBatch, getDeadLetter, listDeadLetters } from "./list-dead-letters.ts";
export { retryAllDeadLetters } from "./retry-all-dead-letters.ts";
export { retryDeadLetter } from "./retry-dead-letter.ts";
export { type RetryOutcome, retryDeadLetters } from "./retry-dead-letters.ts";
