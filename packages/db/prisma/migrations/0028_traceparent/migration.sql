-- The trace that an event belongs to, as a traceparent header of version 00; null for one that nobody began.
ALTER TABLE "events" ADD COLUMN "traceparent" TEXT;
