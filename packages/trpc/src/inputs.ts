import { textParam } from "@pragma/contract";
import { z } from "zod";

/** Rows of one page of a table. */
const pageSize = z.int().min(1).max(200);
export const pageLimit = pageSize.default(100);
/** Limit of the page without a cursor; by default as many as of any other. */
export const firstPageLimit = pageSize.optional();

/** Where the next page begins, in a list ordered by a number in the database. */
export const idCursor = z
  .string()
  .max(18, { abort: true })
  .regex(/^[0-9]{1,18}$/);

export const providerText = textParam(63);
export const searchText = textParam(256);

/** A text that may also be empty. */
export function orEmpty(text: z.ZodString) {
  return z.union([z.literal(""), text]);
}

/** Search of a page that lists everything until somebody types. */
export const searchOrAll = orEmpty(searchText).default("");
