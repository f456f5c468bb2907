import type { WebSocket } from "ws";
import type { Container } from "./container.ts";

/** The sub-protocol that an exec speaks here. */
export const EXEC_PROTOCOL = "v5.channel.k8s.io";

const [STDIN, STDOUT, STDERR, STATUS, CLOSE] = [0, 1, 2, 3, 255];
/** As an API server copies. */
const CHUNK_BYTES = 32 * 1024;

/** A message of an exec, before it is passed on. */
export interface ExecFrame {
  pod: string;
  /** Into the container, or out of it. */
  direction: "in" | "out";
  channel: number;
  bytes: Buffer;
}

/** Fate of the connection at a message. */
export type FrameFate = "pass" | "cut before" | "cut after";

/** Behaviour of execs that a test changes. */
export interface ExecBehaviour {
  onFrame: (frame: ExecFrame) => FrameFate;
  /** Whether a container keeps its stdin open when the connection breaks, as behind a proxy that does not notice. */
  holdsStdin: boolean;
  /** Whether the connection stays open when the command has ended. */
  leavesOpen: boolean;
}

/** Runs a command in a container for a client: stdin, stdout, stderr, and at the end a status. */
export function serveExec(
  socket: WebSocket,
  { pod, container, command }: { pod: string; container: Container; command: readonly string[] },
  behaviour: ExecBehaviour,
): void {
  const child = container.exec(command);
  const send = (channel: number, bytes: Buffer): void => {
    if (socket.readyState !== socket.OPEN) return;
    const fate = behaviour.onFrame({ pod, direction: "out", channel, bytes });
    if (fate === "cut before") {
      socket.terminate();
      return;
    }
    socket.send(Buffer.concat([Buffer.of(channel), bytes]), () => {
      if (fate === "cut after") socket.terminate();
    });
  };
  // An API server begins so.
  for (const channel of [STDOUT, STDERR, STATUS]) socket.send(Buffer.of(channel));
  for (const [channel, stream] of [
    [STDOUT, child.stdout],
    [STDERR, child.stderr],
  ] as const) {
    stream?.on("data", (bytes: Buffer) => {
      for (let at = 0; at < bytes.length; at += CHUNK_BYTES) send(channel, bytes.subarray(at, at + CHUNK_BYTES));
    });
  }
  socket.on("message", (data, isBinary) => {
    const frame = data as Buffer;
    const bytes = frame.subarray(1);
    if (!isBinary) socket.close(1003);
    if (frame[0] === CLOSE && bytes[0] === STDIN) child.stdin?.end();
    if (!isBinary || frame[0] !== STDIN) return;
    const fate = behaviour.onFrame({ pod, direction: "in", channel: STDIN, bytes });
    if (fate === "cut before") {
      socket.terminate();
      return;
    }
    const isTaken = child.stdin?.write(bytes, () => {
      if (fate === "cut after") socket.terminate();
    });
    if (isTaken) return;
    socket.pause();
    child.stdin?.once("drain", () => socket.resume());
  });
  socket.on("close", () => {
    if (!behaviour.holdsStdin) child.stdin?.end();
  });
  child.on("close", (code, signal) => {
    send(STATUS, Buffer.from(JSON.stringify(statusOf(code ?? (signal === "SIGKILL" ? 137 : 143)))));
    if (!behaviour.leavesOpen) socket.close(1000);
  });
}

function statusOf(code: number): object {
  if (code === 0) return { metadata: {}, status: "Success" };
  return {
    metadata: {},
    status: "Failure",
    message: `command terminated with non-zero exit code: exit status ${code}`,
    reason: "NonZeroExitCode",
    details: { causes: [{ reason: "ExitCode", message: String(code) }] },
  };
}
