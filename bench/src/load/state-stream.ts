import { once } from "node:events";
import { connect } from "node:net";
import { requestText } from "./http-connection.ts";
import type { Target } from "./jobs.ts";

/** As much of a state change as the bench looks at. */
export interface SeenChange {
  name: string;
  lifecycle_state: string | null;
  error: string | null;
}

const DATA = /^data: (\{.*\})\r?$/gm;

/** Opens the organization's event stream; resolves once the server has accepted it, so that nothing after is missed. */
export async function openStream(
  { host, port, token }: Target,
  onChange: (change: SeenChange) => void,
): Promise<{ close(): void }> {
  const socket = connect(port, host);
  await once(socket, "connect");
  socket.write(requestText({ method: "GET", path: "/events/stream", host, token }));
  const [first] = (await once(socket, "data")) as [Buffer];
  if (!first.includes(" 200 ")) throw new Error(`The stream was answered: ${first.toString().slice(0, 200)}`);
  let rest = first.toString();
  const read = (): void => {
    // Chunk sizes of the transfer encoding stand between frames, never inside a line of data.
    const end = rest.lastIndexOf("\n\n");
    if (end === -1) return;
    for (const [, json] of rest.slice(0, end + 1).matchAll(DATA)) onChange(JSON.parse(json as string) as SeenChange);
    rest = rest.slice(end + 1);
  };
  read();
  socket.on("data", (chunk: Buffer) => {
    rest += chunk.toString();
    read();
  });
  return { close: () => socket.destroy() };
}
