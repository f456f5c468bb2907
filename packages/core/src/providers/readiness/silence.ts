/** A worker that has been silent for longer, in seconds, has lost its leases and is taken for dead. */
export const SILENCE_SECONDS = 30;
