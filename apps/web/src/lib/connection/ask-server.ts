import type { CallFailure } from "./connection-state.ts";

export type ServerAnswer = "answered" | CallFailure;

/** A server that takes longer counts as one that does not answer. It answers within 3 s while its database hangs. */
const PATIENCE_MS = 5000;

/**
 * Asks the server for something small, and says how that went.
 * @param url of something that needs the database, and a login if there is one
 */
export async function askServer(url: string): Promise<ServerAnswer> {
  try {
    const response = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (response.status === 401) return "login";
    if (response.status < 500) return "answered";
    const isOurs = response.headers.get("content-type")?.startsWith("application/json") ?? false;
    return response.status === 503 && isOurs ? "database" : "server";
  } catch {
    return "network";
  }
}
