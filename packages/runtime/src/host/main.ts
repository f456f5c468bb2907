/**
 * The program inside a provider's process: `node host.js [--protocol-fd=N] [--no-network] <entry>`. It loads the entry and answers the
 * platform until told to stop, or until the platform is gone. Part of what runs in the sandbox: it sees the SDK and the
 * protocol, nothing else of the platform.
 */
import { parseArgs } from "node:util";
import type { LogLevel } from "@pragma/contract";
import type { PlatformMessage, ProviderProtocolLimits } from "@pragma/contract/provider-protocol";
import { PROVIDER_PROTOCOL_VERSION } from "@pragma/contract/provider-protocol-limits";
import { messageOf } from "@pragma/sdk/provider/host";
import { cutToBytes } from "../wire/line-writer.ts";
import { AuthorPlaces } from "./author-places.ts";
import { HostChannel } from "./channel.ts";
import { clockMs } from "./dead-man-switch.ts";
import { explainNoNetwork } from "./egress/no-network.ts";
import { rememberFetches } from "./fetch-places.ts";
import { loadProvider } from "./load-provider.ts";
import { captureOutput } from "./output-capture.ts";
import { HostSession } from "./session.ts";

/** The platform keeps to the limit it announces; this only ends a stream that is not the protocol. */
const MAX_INPUT_BYTES = 256 * 1024 * 1024;

const MAX_FATAL_BYTES = 4 * 1024;

const { values, positionals } = parseArgs({
  options: { "protocol-fd": { type: "string" }, "no-network": { type: "boolean" } },
  allowPositionals: true,
});
const [entryPath] = positionals;
if (entryPath === undefined) throw new Error("usage: host [--protocol-fd=N] [--no-network] <entry>");

const channel = new HostChannel(values["protocol-fd"] === undefined ? null : Number(values["protocol-fd"]));
const places = new AuthorPlaces(entryPath);
let session: HostSession | null = null;
/** Messages that arrived while the entry was still loading. */
const early: PlatformMessage[] = [];

const log = (level: LogLevel, message: string): void => {
  if (session) session.log(level, message);
  else channel.send({ type: "log", id: null, level, message: cutToBytes(message, MAX_FATAL_BYTES), metadata: null });
};

captureOutput(log);
rememberFetches();
if (values["no-network"]) explainNoNetwork();

process.on("unhandledRejection", (error) => {
  // A promise that nobody awaits says nothing about the other calls in this process, so they go on.
  log("error", `Unhandled rejection: ${detailOf(error)}`);
});
process.on("uncaughtException", (error) => {
  void fail(error);
});
// The platform passes interactive stops on, as `shutdown`.
process.on("SIGINT", () => {});

const loading = loadProvider(entryPath);
// Handled below, once the platform has said hello; until then it must not count as unhandled.
loading.catch(() => {});

channel.listen(
  MAX_INPUT_BYTES,
  (message) => {
    if (message.type === "hello") void greet(message.limits);
    else if (message.type === "shutdown") void shutDown();
    else if (session) session.receive(message);
    else early.push(message);
  },
  () => process.exit(0),
);

async function greet(limits: ProviderProtocolLimits): Promise<void> {
  try {
    session = new HostSession(await loading, channel, limits, places);
    channel.send({ type: "hello", protocol: PROVIDER_PROTOCOL_VERSION, heartbeat: true, clock_ms: clockMs() });
    for (const message of early.splice(0)) session.receive(message);
  } catch (error) {
    await fail(error);
  }
}

async function shutDown(): Promise<void> {
  await session?.idle();
  await channel.flushed();
  process.exit(0);
}

/** Ends with the error: its message and place, and, as a log line, how it got there. */
async function fail(error: unknown): Promise<void> {
  log("error", detailOf(error));
  const place = places.placeOf(error);
  const message = `${places.withoutPaths(messageOf(error))}${place === null ? "" : ` (${place})`}`;
  channel.send({ type: "fatal", message: cutToBytes(message, MAX_FATAL_BYTES) });
  await channel.flushed();
  process.exit(1);
}

function detailOf(error: unknown): string {
  return (
    places.stackOf(error) ??
    `${error instanceof Error ? `${error.name}: ` : ""}${places.withoutPaths(messageOf(error))}`
  );
}
