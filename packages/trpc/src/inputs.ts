import { textParam } from "@pragma/contract";
import { z } from "zod";

/** Rows of one page of a table. */
export const pageLimit = z.int().min(1).max(200).default(100);

/** Where the next page begins, in a list ordered by a number in the database. */
export const idCursor = z.string().regex(/^[0-9]{1,18}$/);

export const providerText = textParam(63);
export const searchText = textParam(256);
