import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "./start-error.ts";

const LIMIT_MS = 90_000;

/**
 * Waits until the API says that it, its database and its queue are ready.
 *
 * @returns what stands between provider code and the platform, in a sentence
 * @throws StartError when that takes longer than any start should.
 */
export async function waitUntilReady(host: string, port: number, signal: AbortSignal): Promise<string> {
  const url = `${reachable(host, port)}/health/ready`;
  let last = "no answer";
  for (let waited = 0; waited < LIMIT_MS; waited += 100) {
    const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]) }).catch(
      () => null,
    );
    if (answer?.ok) {
      const { checks } = (await answer.json()) as { checks: { sandbox: { message?: string } } };
      return checks.sandbox.message ?? "";
    }
    if (answer) last = `${answer.status} ${await answer.text()}`;
    await sleep(100, undefined, { signal });
  }
  throw new StartError(`The API did not become ready (${last}): its messages are above.`);
}

/**
 * Waits until the dashboard answers.
 *
 * @throws StartError when that takes longer than any start should.
 */
export async function waitUntilAnswering(host: string, port: number, signal: AbortSignal): Promise<void> {
  const url = `${reachable(host, port)}/login`;
  for (let waited = 0; waited < LIMIT_MS; waited += 100) {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(20_000)]);
    const answer = await fetch(url, { redirect: "manual", signal: limit }).catch(() => null);
    if (answer && answer.status < 500) return;
    await sleep(100, undefined, { signal });
  }
  throw new StartError("The dashboard did not become ready: its messages are above.");
}

/** The address for listening on all interfaces is not one to connect to. */
function reachable(host: string, port: number): string {
  const target = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${target.includes(":") ? `[${target}]` : target}:${port}`;
}
