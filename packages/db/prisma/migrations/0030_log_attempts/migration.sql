-- The attempt that a line was written in, beside its event; null for a line that belongs to none.
ALTER TABLE "resource_logs" ADD COLUMN "attempt" INTEGER;
