import type { Room } from "@pragma/db/queries";

/** Default byte budget of one read of a list: a single row may hold a value of a megabyte. */
export const BATCH_BYTES = 1024 * 1024;

/** How many rows a list should return, and how many bytes it may read at once. */
export type BatchRoom = Pick<Room, "limit"> & Partial<Room>;
