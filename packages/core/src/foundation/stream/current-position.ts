import type { ChangeStream } from "./change-stream.ts";

/**
 * Where the event stream stands, for all organizations. Take it before the state is read, and subscribe from it: what
 * changed since is in the stream, so the state need not be read again.
 * @returns to be given as the last event id
 */
export function currentPosition({ services }: { services: { changes: ChangeStream } }): Promise<string> {
  return services.changes.position();
}
