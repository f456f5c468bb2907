import { setTimeout as sleep } from "node:timers/promises";
import {
  emptyMemory,
  nextOperation,
  type Random,
  type RequestFact,
  type Role,
  remember,
  type Universe,
} from "@pragma/testing/chaos";
import type { Organization } from "../stack/organization.ts";
import type { HttpClient } from "./http-client.ts";

/** The longest that a client rests between two requests. */
const MAX_REST_MS = 60;

export interface Client {
  readonly name: string;
  readonly random: Random;
  readonly universe: Universe;
  readonly organization: Organization;
  readonly role?: Role;
}

/**
 * Sends one request after another, each to a replica at random, until `stopped` aborts.
 * @param replicas how many there are
 */
export async function runClient(
  client: Client,
  http: HttpClient,
  replicas: number,
  stopped: AbortSignal,
): Promise<void> {
  const { name, random, universe, organization, role } = client;
  const memory = emptyMemory();
  while (!stopped.aborted) {
    const operation = nextOperation(random, universe, name, memory, role);
    const send = (): Promise<RequestFact> => http.send(name, organization, random.below(replicas), operation);
    // A client that is not sure sends a request with a key again, before the first was answered.
    const isUnsure = "idempotencyKey" in operation && random.chance(0.4);
    const [fact] = await Promise.all(isUnsure ? [send(), send()] : [send()]);
    remember(memory, operation, fact);
    // Where nobody answers, asking on and on would be most of what is recorded.
    const rest = fact.status === null ? 200 : random.below(MAX_REST_MS);
    await sleep(rest, undefined, { signal: stopped }).catch(() => {});
  }
}
