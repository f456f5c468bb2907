/** Above every id, in SQL: where a page begins that follows none. */
export const MAX_BIGINT = "9223372036854775807";
