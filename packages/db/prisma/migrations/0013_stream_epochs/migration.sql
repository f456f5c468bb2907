-- Transaction ids that a reader of the event stream remembers mean something only as long as they are not given out
-- again. They are after a crash, for transactions that had not reached the disk; on a replica that takes over; and
-- wherever data goes back to a copy. PostgreSQL empties unlogged tables after every recovery, be it of the whole server,
-- after the crash of a single backend, or before a replica takes over; what comes up without recovery has another start.
CREATE UNLOGGED TABLE "stream_epochs" (
    "id" INTEGER NOT NULL,
    "token" TEXT NOT NULL,
    "server_started_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "stream_epochs_pkey" PRIMARY KEY ("id")
);
