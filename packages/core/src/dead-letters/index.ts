export { deleteAllDeadLetters, deleteDeadLetter } from "./delete-dead-letters.ts";
export { type DeadLetterBatch, getDeadLetter, listDeadLetters } from "./list-dead-letters.ts";
export { retryAllDeadLetters } from "./retry-all-dead-letters.ts";
export { retryDeadLetter } from "./retry-dead-letter.ts";
