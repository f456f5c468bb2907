/** Loaded before a program's own code: it ends when its parent is gone, for whatever reason. */
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
// The channel alone is no reason to stay.
process.channel?.unref();
