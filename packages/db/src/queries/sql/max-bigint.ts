/** Greater than every id, in SQL: where the first page begins. */
export const MAX_BIGINT = "9223372036854775807";
