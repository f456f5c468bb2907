import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PROVIDER_PROTOCOL_LIMITS } from "@pragma/contract/provider-protocol";
import {
  CONFORMANCE_MESSAGE_BYTES,
  type ConformanceCall,
  type ConformanceOutcome,
  conformanceCases,
} from "@pragma/sdk/provider/testing/conformance";
import type { KubernetesDouble } from "@pragma/testing/kubernetes";
import { describe, expect, onTestFinished, test } from "vitest";
import { executeEvent, ProviderCallError } from "../../src/index.ts";
import { context, artefact as sourceOf } from "../helpers.ts";
import { SupervisorSubject } from "../supervisor-subject.ts";
import { bundled, startCluster, startInCluster } from "./support.ts";

/** Each message costs two starts. */
const TIMEOUT_MS = 600_000;

/** Each case is cut at every third message, each at others; `PRAGMA_EVERY_MESSAGE=1` cuts each at all of them. */
const STEP = process.env["PRAGMA_EVERY_MESSAGE"] === "1" ? 1 : 3;
/** One case in so many is cut in every test run, all of them in the thorough one. */
const SAMPLED = 8;
const numbered = conformanceCases.map((one, index) => ({
  ...one,
  first: index % STEP,
  tags: index % SAMPLED === 0 ? [] : ["thorough"],
}));

const conformance = fileURLToPath(import.meta.resolve("@pragma/sdk/provider/testing/conformance/provider"));
const limits = { ...PROVIDER_PROTOCOL_LIMITS, message_bytes: CONFORMANCE_MESSAGE_BYTES };

/**
 * Cuts the connection at a message of the protocol, in either direction, once: it is lost.
 *
 * @returns whether there were that many
 */
function cutAt(cluster: KubernetesDouble, message: number): () => boolean {
  let seen = -1;
  let isCut = false;
  cluster.onFrame = ({ direction, bytes }) => {
    const begins = direction === "in" && bytes.includes('"type":"hello"');
    // Bytes that come before are the provider itself, and empty lines are signs of life.
    if ((seen < 0 && !begins) || bytes.equals(Buffer.from("\n")) || isCut) return "pass";
    seen += 1;
    if (seen < message) return "pass";
    isCut = true;
    return "cut before";
  };
  return () => isCut;
}

/** Notes how calls end. */
class Noting extends SupervisorSubject {
  readonly kinds: string[] = [];

  override create(call: ConformanceCall) {
    // Two that wait for each other wait in vain once each has a process of its own.
    return this.#note(super.create({ deadlineMs: 2_000, ...call }));
  }

  override update(call: ConformanceCall) {
    return this.#note(super.update(call));
  }

  override delete(call: ConformanceCall) {
    return this.#note(super.delete(call));
  }

  override read(call: ConformanceCall) {
    return this.#note(super.read(call));
  }

  override observe(call: ConformanceCall) {
    return this.#note(super.observe(call));
  }

  override health(call: ConformanceCall) {
    return this.#note(super.health(call));
  }

  override logs(call: ConformanceCall) {
    return this.#note(super.logs(call));
  }

  async #note(outcome: Promise<ConformanceOutcome>): Promise<ConformanceOutcome> {
    const { error, ...rest } = await outcome;
    if (error) this.kinds.push(error.kind === ("crashed" as string) ? error.message : error.kind);
    return { error, ...rest };
  }
}

const ENDS =
  /^Provider provider 1\.0\.0 lost its connection \(Disconnected\), and its Pod was ended\. It is started again$/;

// The provider keeps its items in memory, so a case that was cut may find them gone; the platform tries it again.
describe.each(numbered)("$name", ({ run, first, tags }) => {
  test("ends with a word for it when the connection breaks at any message, and passes after that", {
    tags,
    timeout: TIMEOUT_MS,
  }, async () => {
    const cluster = await startCluster();
    const { supervisor } = await startInCluster(cluster, { options: { limits } });
    const artefact = await bundled(conformance);
    for (let message = first; ; message += STEP) {
      const wasCut = cutAt(cluster, message);
      const target = { organizationId: `org-${message}`, artefact };
      const subject = new Noting(supervisor, target);
      const failed = await run(subject).then(
        () => null,
        (error: unknown) => error,
      );
      if (!wasCut()) {
        expect(failed).toBeNull();
        expect(message).toBeGreaterThan(3);
        return;
      }
      if (failed) expect(failed).toSatisfy(isExpected, String(failed));
      const words = ["config", "outputs", "retry", "failed", "cancelled", "timeout"];
      for (const kind of subject.kinds) if (!words.includes(kind)) expect(kind).toMatch(ENDS);
    }
  });
});

/** A case that did not get what it expects, or a description that was cut. */
function isExpected(error: unknown): boolean {
  if (error instanceof ProviderCallError) return error.kind === "crashed" && error.isRetryable;
  return error instanceof Error && error.name === "AssertionError";
}

describe.each([
  ["ends with its connection", false],
  ["goes on without it, as behind a proxy that does not notice", true],
])("a provider that %s", (_name, holdsStdin) => {
  test("makes a thing once, with one handler at a time, whichever message is lost", {
    timeout: TIMEOUT_MS,
  }, async () => {
    const cluster = await startCluster();
    cluster.holdsStdin = holdsStdin;
    const { supervisor } = await startInCluster(cluster);
    const artefact = await bundled(sourceOf("ledger.ts").entryPath);
    const folder = mkdtempSync(join(tmpdir(), "pragma-test-ledger-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    for (let message = 0; ; message += 1) {
      const wasCut = cutAt(cluster, message);
      const file = join(folder, String(message));
      const attempts = await createUntilDone(supervisor, {
        ...{ organizationId: `org-${message}`, artefact, type: "thing", context: context({ file }) },
        ...{ event: "CREATE", methods: ["observe", "create", "update", "delete"], deadlineMs: 60_000 },
      });
      expect(existsSync(file)).toBe(true);
      const ledger = readFileSync(`${file}.ledger`, "utf8").split("\n");
      expect(ledger.filter((line) => line.startsWith("made"))).toHaveLength(1);
      expect(ledger.filter((line) => line.startsWith("overlap"))).toEqual([]);
      if (wasCut()) continue;
      expect(attempts).toBe(1);
      expect(message).toBeGreaterThan(5);
      return;
    }
  });
});

/** As the worker: another attempt after each failure that may pass. @returns how many it took */
async function createUntilDone(...args: Parameters<typeof executeEvent>): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await executeEvent(...args);
      return attempt;
    } catch (error) {
      if (!(error instanceof ProviderCallError && error.isRetryable) || attempt > 5) throw error;
    }
  }
}
