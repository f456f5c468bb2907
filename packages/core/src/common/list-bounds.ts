import type { Room } from "@pragma/db/queries";

/** How much of a list is read at once, unless told otherwise: a row may hold a value of a megabyte. */
export const BATCH_BYTES = 1024 * 1024;

/** How many rows of a list are wanted, and how many bytes may come at once. */
export type BatchRoom = Pick<Room, "limit"> & Partial<Room>;
