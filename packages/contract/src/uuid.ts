import { z } from "zod";

/** An id in the notation that ids are compared in: PostgreSQL also reads capitals, and would find the same row. */
export const uuidSchema = z.uuid().toLowerCase();
