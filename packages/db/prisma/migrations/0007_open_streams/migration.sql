-- Streams that replicas hold open, so that a token's limit holds over all of them together. A replica that died renews
-- its rows no more; nothing in the table has to survive a crash of the database, which ends all streams.
CREATE UNLOGGED TABLE "open_streams" (
    "id" UUID NOT NULL,
    "token_id" TEXT NOT NULL,
    "replica" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "open_streams_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "open_streams_token_id_idx" ON "open_streams"("token_id");
CREATE INDEX "open_streams_replica_idx" ON "open_streams"("replica");
