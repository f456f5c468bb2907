import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { requestText } from "./http-connection.ts";

/**
 * Many readers of the event stream in one process. Each notes when each event reached it; what they are compared with,
 * the commit times, is known to the starter alone, and comes at the end.
 */

export interface OpenMessage {
  kind: "open";
  host: string;
  port: number;
  /** A stream each; a token may hold 50. */
  tokens: string[];
  /** Events are called this with a number of six digits behind it. */
  prefix: string;
  events: number;
}

export interface FinishMessage {
  kind: "finish";
  /** When each event was committed, in milliseconds since the epoch. */
  committed: number[];
}

export interface StreamResult {
  p50: number;
  p99: number;
  max: number;
  received: number;
  lost: number;
  /** Received again: at least once is what is promised. */
  repeated: number;
  /** Streams that the server ended. */
  closed: number;
}

const DIGITS = 6;

let sockets: Socket[] = [];
let arrivals: Float64Array[] = [];
let repeated = 0;
let closed = 0;

async function open({ host, port, tokens, prefix, events }: OpenMessage): Promise<void> {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  arrivals = [];
  repeated = 0;
  closed = 0;
  const needle = Buffer.from(`"name":"${prefix}`);
  for (const token of tokens) {
    const socket = connect(port, host);
    await once(socket, "connect");
    socket.write(requestText({ method: "GET", path: "/events/stream", host, token }));
    const [first] = (await once(socket, "data")) as [Buffer];
    if (!first.includes(" 200 ")) throw new Error(`A stream was answered: ${first.toString().slice(0, 300)}`);
    const seen = new Float64Array(events);
    arrivals.push(seen);
    read(socket, needle, seen);
    sockets.push(socket);
  }
  closed = 0;
}

function read(socket: Socket, needle: Buffer, seen: Float64Array): void {
  let rest: Buffer | undefined;
  socket.on("close", () => {
    closed += 1;
  });
  socket.on("data", (chunk: Buffer) => {
    const now = performance.timeOrigin + performance.now();
    const bytes = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
    const whole = needle.length + DIGITS;
    let from = 0;
    for (let at = bytes.indexOf(needle); at !== -1 && at + whole <= bytes.length; at = bytes.indexOf(needle, from)) {
      from = at + whole;
      const event = Number(bytes.toString("latin1", at + needle.length, from));
      if (seen[event] === 0) seen[event] = now;
      else repeated += 1;
    }
    // A message cut off here may be completed by the next chunk.
    rest = bytes.subarray(Math.max(from, bytes.length - whole + 1));
  });
}

function finish({ committed }: FinishMessage): StreamResult {
  const latencies = new Float64Array(arrivals.length * committed.length);
  let received = 0;
  for (const seen of arrivals) {
    for (const [event, time] of committed.entries()) {
      const arrival = seen[event] as number;
      if (arrival > 0) latencies[received++] = arrival - time;
    }
  }
  const sorted = latencies.subarray(0, received).sort();
  const at = (share: number): number => sorted[Math.min(received - 1, Math.floor(received * share))] ?? Number.NaN;
  return {
    p50: at(0.5),
    p99: at(0.99),
    max: at(1),
    received,
    lost: arrivals.length * committed.length - received,
    repeated,
    closed,
  };
}

process.on("message", (message: OpenMessage | FinishMessage) => {
  if (message.kind === "finish") process.send?.({ result: finish(message) });
  else {
    open(message).then(
      () => process.send?.({ result: null }),
      (error: unknown) => process.send?.({ error: String(error) }),
    );
  }
});
