export { countDeadLetters } from "./count-dead-letters.ts";
export { deleteAllDeadLetters, deleteDeadLetter, deleteDeadLetters } from "./delete-dead-letters.ts";
export { groupDeadLetters } from "./group-dead-letters.ts";
export { listDeadLetterRows } from "./list-dead-letter-rows.ts";
export { getDeadLetter, listDeadLetters } from "./list-dead-letters.ts";
export { retryAllDeadLetters } from "./retry-all-dead-letters.ts";
export { retryDeadLetter } from "./retry-dead-letter.ts";
export { retryDeadLetters } from "./retry-dead-letters.ts";
