import { type Json, type JsonObject, resourceKey } from "@pragma/contract";
import { revealJson } from "@pragma/language";
import type { Core } from "../../src/foundation/unit-of-work/core.ts";
import { type Claim, type Outcome, readState } from "../../src/processing/reconcile/index.ts";
import { runBuiltIn } from "../../src/resources/built-ins/index.ts";
import { readRefs } from "../../src/resources/references/refs.ts";

/** A call to the provider, with its secrets opened as a provider sees them. */
export interface Call {
  key: string;
  event: Claim["eventType"];
  eventId: string;
  attempt: number;
  /** Keys of its dependencies when it was handed over. */
  dependencies: string[];
  config: JsonObject;
  previous: JsonObject | null;
  /** What its handlers have kept. */
  state: Json;
  /** Config of its connection. */
  connection: JsonObject | null;
  /** The real thing is read first. */
  repairs: boolean;
}

type Answer = Outcome | ((call: Call) => Outcome | Promise<Outcome>);

/** @param state what it keeps; left out, what was kept stays */
export function succeed(outputs: Json | null = {}, state?: Json): Outcome {
  return { kind: "succeeded", outputs, state };
}

export function fail(message = "it broke"): Outcome {
  return { kind: "failed", message };
}

export function reject(message = "fix your config"): Outcome {
  return { kind: "rejected", message };
}

/**
 * The provider `test`, which answers as scripted. Without a script, `item` succeeds with its `value` and `text` as
 * outputs, and `open` with its whole config.
 */
export class Script {
  readonly calls: Call[] = [];
  readonly #orders = new Map<string, Answer[]>();
  readonly #always = new Map<string, Answer>();

  /** The next answers for a resource, in order. */
  answer(key: string, ...answers: Answer[]): void {
    this.#orders.set(key, [...(this.#orders.get(key) ?? []), ...answers]);
  }

  /** The answer for a resource whenever none is queued; undefined restores the default. */
  always(key: string, answer: Answer | undefined): void {
    if (answer === undefined) this.#always.delete(key);
    else this.#always.set(key, answer);
  }

  /** Forgets all scripted answers and calls. */
  reset(): void {
    this.calls.length = 0;
    this.#orders.clear();
    this.#always.clear();
  }

  /** `key event` of each call since the last time, in order. */
  take(): string[] {
    return this.calls.splice(0).map((call) => `${call.key} ${call.event}`);
  }

  async run(core: Core, claim: Claim): Promise<Outcome> {
    const call = callOf(core, claim);
    this.calls.push(call);
    const next = this.#orders.get(claim.key)?.shift() ?? this.#always.get(claim.key);
    if (next !== undefined) return typeof next === "function" ? next(call) : next;
    if (claim.resource.provider === "pragma") return runBuiltIn(core, claim);
    return usualAnswer(claim, call);
  }
}

function callOf(core: Core, claim: Claim): Call {
  const box = core.services.keyring.box(claim.organizationId);
  return {
    key: claim.key,
    event: claim.eventType,
    eventId: claim.eventId,
    attempt: claim.attempt,
    dependencies: readRefs(claim.resource.dependencies).map(resourceKey),
    config: revealJson(claim.payload, box) as JsonObject,
    previous: claim.previousConfig === null ? null : (revealJson(claim.previousConfig, box) as JsonObject),
    state: readState(core, claim.organizationId, claim.resource),
    connection: claim.connection === null ? null : (revealJson(claim.connection, box) as JsonObject),
    repairs: claim.repairs,
  };
}

function usualAnswer(claim: Claim, { config }: Call): Outcome {
  if (claim.eventType === "DELETE") return succeed(null);
  if (claim.resource.resource === "open") return succeed(config);
  const outputs: JsonObject = {};
  if (config["value"] !== undefined) outputs["value"] = config["value"];
  if (typeof config["text"] === "string") outputs["text"] = config["text"];
  return succeed(outputs);
}
