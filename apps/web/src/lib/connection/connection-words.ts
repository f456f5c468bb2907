import { type ConnectionState, isProven, type StreamStatus, type Trouble } from "./connection-state.ts";

const TROUBLES: Record<Trouble, string> = {
  offline: "You are offline, so nothing is updated.",
  unreachable: "The server cannot be reached, so nothing is updated.",
  database: "The server’s database does not answer, so nothing is updated.",
  "signed-out": "Your session has ended, so nothing is updated.",
};

/** The text of the banner; null if there is nothing to say. */
export function bannerWords(state: ConnectionState): string | null {
  if (state.trouble !== null) return isProven(state) ? TROUBLES[state.trouble] : null;
  if (state.stream !== "refused") return null;
  return `Changes do not appear here as they happen: ${state.refusal ?? "the server refuses the stream"}.`;
}

export interface Light {
  tone: "good" | "waiting" | "bad";
  text: string;
  more: string;
}

const STREAMS: Record<StreamStatus, Light> = {
  none: { tone: "waiting", text: "Connecting", more: "Connecting to the stream of changes." },
  connecting: { tone: "waiting", text: "Connecting", more: "Connecting to the stream of changes." },
  live: { tone: "good", text: "Live", more: "Changes appear here as they happen." },
  lost: { tone: "waiting", text: "Reconnecting", more: "The stream of changes was interrupted. Reconnecting." },
  refused: { tone: "bad", text: "Not live", more: "The server sends this window no changes." },
};

const LIGHTS: Record<Trouble, string> = {
  offline: "Offline",
  unreachable: "Offline",
  database: "Not live",
  "signed-out": "Signed out",
};

/** The look of the light. It follows the first failed call, the banner waits for proof. */
export function lightOf({ trouble, stream }: ConnectionState): Light {
  return trouble === null ? STREAMS[stream] : { tone: "bad", text: LIGHTS[trouble], more: TROUBLES[trouble] };
}
