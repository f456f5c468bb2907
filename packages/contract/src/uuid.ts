import { z } from "zod";

/** An id in the one notation that ids are compared in: PostgreSQL reads capitals as well, and would find the same row. */
export const uuidSchema = z.uuid().toLowerCase();
