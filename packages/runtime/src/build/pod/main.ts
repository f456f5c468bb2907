/**
 * A build in a Pod of its own: it makes the artifact of what it was sent, and says so on descriptor 3. The Pod is its boundary.
 * Inside there is none: nothing of it is worth more than the source that it works on.
 */
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { Socket } from "node:net";
import { resolve } from "node:path";
import { BuildError } from "../../build-contract/build-error.ts";
import { BuildLog } from "../../build-contract/build-log.ts";
import {
  ARCHIVE_FILE,
  CERTIFICATES_FILE,
  INPUT_FILE,
  type PodBuildMessage,
  podBuildSchema,
} from "../../build-contract/pod-messages.ts";
import { PlainSandbox } from "../../sandbox/plain-sandbox.ts";
import { buildInSandbox } from "../build-in-sandbox.ts";

const output = new Socket({ fd: 3, readable: false, writable: true });

function say(message: PodBuildMessage): Promise<void> {
  return new Promise((done) => output.write(`${JSON.stringify(message)}\n`, () => done()));
}

const { providerId, registry, hasCertificates, timeoutMs, limits } = podBuildSchema.parse(
  JSON.parse(await readFile(INPUT_FILE, "utf8")),
);
const deadline = performance.now() + timeoutMs;
const log = new BuildLog(limits.logCharacters, (text) => void say({ type: "log", text }));
const folder = process.cwd();
try {
  const make = buildInSandbox(new PlainSandbox("a Pod is around it", folder), folder);
  const { artefact, network } = await make({
    archive: createReadStream(ARCHIVE_FILE),
    registry: { url: registry, certificates: hasCertificates ? resolve(CERTIFICATES_FILE) : null },
    signal: new AbortController().signal,
    timeLeft: () => deadline - performance.now(),
    ...{ providerId, limits, log },
  });
  await say({ type: "made", artefact: artefact.toString("base64"), network });
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  await say({ type: "failed", message: error.message });
}
process.exit(0);
