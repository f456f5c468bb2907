-- What stands between a worker's providers and the platform, in a sentence.
ALTER TABLE "workers" ADD COLUMN "sandbox" TEXT;
