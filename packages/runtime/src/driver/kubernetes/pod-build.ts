import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseToFirstIssue } from "@pragma/contract/first-issue";
import { hasMoreValues } from "@pragma/language";
import type { ArtefactInput, BuiltArtefact } from "../../build-contract/artefact-builder.ts";
import { BuildError } from "../../build-contract/build-error.ts";
import {
  ARCHIVE_FILE,
  CERTIFICATES_FILE,
  INPUT_FILE,
  type PodBuild,
  podBuildMessageSchema,
} from "../../build-contract/pod-messages.ts";
import type { ProviderExit, ProviderProcess, ProviderProcessEvents } from "../driver.ts";
import type { PodFile } from "./pod-payload.ts";

/** Limit of an archive; the API takes none that is larger. */
const MAX_ARCHIVE_BYTES = 256 * 1024 * 1024;
const MAX_FAILURE = 8 * 1024;
/** Keys and values of a message. */
const MAX_VALUES = 100;

/** Starts the program of a build in a Pod, which has the files. */
export type StartBuild = (
  build: { providerId: string; files: PodFile[]; command: readonly string[]; maxMessageBytes: number },
  events: ProviderProcessEvents,
) => ProviderProcess;

/**
 * Makes an artifact in a Pod. Its image has to be the platform's worker, which has the package managers.
 *
 * @throws as an ArtefactBuilder
 */
export async function makeInPod(start: StartBuild, input: ArtefactInput): Promise<BuiltArtefact> {
  const { providerId, limits, log, signal } = input;
  const files = await filesOf(input);
  signal.throwIfAborted();
  const { promise, resolve } = Promise.withResolvers<ProviderExit>();
  const said = { made: null as BuiltArtefact | null, failure: null as string | null };
  let isLate = false;
  const take = (line: string | Buffer): void => {
    const message = read(line);
    if (message?.type === "log") log.push(message.text.slice(0, limits.logCharacters));
    else if (message?.type === "failed") said.failure = message.message.slice(0, MAX_FAILURE);
    else if (message?.type === "made")
      said.made = { artefact: Buffer.from(message.artefact, "base64"), network: message.network };
    if (message === null) pod.kill();
  };
  const pod = start(
    {
      ...{ providerId, files },
      // The same path in the image, which is the worker's own.
      command: ["", fileURLToPath(new URL("../../build/pod/main.ts", import.meta.url))],
      maxMessageBytes: Math.ceil(limits.artefactBytes * (4 / 3)) + limits.logCharacters + 1024 * 1024,
    },
    {
      onLine: take,
      onLongLine: take,
      onTooLong: () => pod.kill(),
      onOutput: (line) => log.line(line),
      onExit: resolve,
    },
  );
  const stop = () => pod.kill();
  signal.addEventListener("abort", stop, { once: true });
  const timer = setTimeout(() => {
    isLate = true;
    stop();
  }, input.timeLeft());
  const exit = await promise;
  clearTimeout(timer);
  signal.removeEventListener("abort", stop);
  signal.throwIfAborted();
  if (said.failure !== null) throw new BuildError(said.failure);
  if (said.made && said.made.artefact.length <= limits.artefactBytes) return said.made;
  if (isLate) throw new BuildError("The build's time was up");
  if (exit.reason.includes("OOMKilled"))
    throw new BuildError("The build took more memory than a build has, or another of its limits ended it");
  throw new Error(`The build ${exit.reason}: ${exit.output.slice(-2_000)}`);
}

async function filesOf({ archive, providerId, registry, limits, timeLeft }: ArtefactInput): Promise<PodFile[]> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of archive) {
    size += chunk.length;
    if (size > MAX_ARCHIVE_BYTES) throw new BuildError(`The archive is larger than ${MAX_ARCHIVE_BYTES} bytes`);
    chunks.push(chunk);
  }
  const { url, certificates } = registry;
  const build: PodBuild = {
    ...{ providerId, registry: url, hasCertificates: certificates !== null },
    ...{ timeoutMs: timeLeft(), limits },
  };
  return [
    { path: INPUT_FILE, bytes: Buffer.from(JSON.stringify(build)) },
    { path: ARCHIVE_FILE, bytes: Buffer.concat(chunks) },
    ...(certificates === null ? [] : [{ path: CERTIFICATES_FILE, bytes: await readFile(certificates) }]),
  ];
}

/** Its messages are trusted no more than the source that it was given. A line is a few texts, however long. */
function read(line: string | Buffer) {
  const bytes = typeof line === "string" ? Buffer.from(line) : line;
  if (hasMoreValues(bytes, MAX_VALUES)) return null;
  try {
    return parseToFirstIssue(podBuildMessageSchema, JSON.parse(bytes.toString())).data ?? null;
  } catch {
    return null;
  }
}
