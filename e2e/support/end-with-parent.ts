/** Loaded before a service's own program: the service ends when whoever started it is gone, however that came about. */
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
// The channel by itself is no reason to stay.
process.channel?.unref();
