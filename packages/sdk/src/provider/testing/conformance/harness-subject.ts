import type { Provider } from "../../brand.ts";
import { ProviderHarness } from "../harness.ts";
import type { HarnessError } from "../results.ts";
import type { ConformanceCall, ConformanceOutcome, ConformanceSubject } from "./subject.ts";

interface Ended extends Pick<ConformanceOutcome, "logs"> {
  error: HarnessError | null;
}

/** A conformance provider in the harness, under a harness of its own for each call: nothing is remembered between them. */
export class HarnessSubject implements ConformanceSubject {
  readonly isProcess = false;
  readonly #provider: Provider;

  constructor(provider: Provider) {
    this.#provider = provider;
  }

  async describe() {
    return this.#provider.describe();
  }

  async create(call: ConformanceCall) {
    const result = await this.#harness(call).create(...argumentsOf(call));
    return outcomeOf(result, result.outputs);
  }

  async update(call: ConformanceCall) {
    const result = await this.#harness(call).update(...argumentsOf(call));
    return outcomeOf(result, result.outputs);
  }

  async delete(call: ConformanceCall) {
    const result = await this.#harness(call).delete(...argumentsOf(call));
    return outcomeOf(result, result.outputs);
  }

  async read(call: ConformanceCall) {
    const result = await this.#harness(call).read(...argumentsOf(call));
    const { outputs, config } = result;
    return outcomeOf(result, outputs && { outputs, config });
  }

  async observe(call: ConformanceCall) {
    const result = await this.#harness(call).observe(...argumentsOf(call));
    return outcomeOf(result, result.outputs);
  }

  async identity(call: ConformanceCall) {
    const [type, input] = argumentsOf(call);
    const result = await this.#harness(call).identity(type, { ...input, outputs: call.outputs ?? null });
    return outcomeOf(result, result.identity ?? null);
  }

  async import(call: ConformanceCall) {
    const [type, { config }] = argumentsOf(call);
    const result = await this.#harness(call).import(type, call.identity ?? "", { config });
    return outcomeOf(result, result.outputs && { outputs: result.outputs, config: result.config });
  }

  async list(call: ConformanceCall) {
    const [type, { config }] = argumentsOf(call);
    const result = await this.#harness(call).list(type, { config, ...call.page });
    return outcomeOf(result, result.ok ? { items: result.items, cursor: result.cursor } : null);
  }

  async plan(call: ConformanceCall) {
    const [type, input] = argumentsOf(call);
    const result = await this.#harness(call).plan(type, { ...input, ...(call.unknown && { unknown: call.unknown }) });
    return outcomeOf(result, result.plan);
  }

  async health(call: ConformanceCall) {
    const result = await this.#harness(call).health(...argumentsOf(call));
    return outcomeOf(result, result.health);
  }

  async logs(call: ConformanceCall) {
    const [type, input] = argumentsOf(call);
    const { since = null, tail = 100 } = call;
    const result = await this.#harness(call).logs(type, { ...input, since, tail });
    return outcomeOf(result, result.lines);
  }

  #harness({ platform }: ConformanceCall): ProviderHarness<Provider> {
    return new ProviderHarness(this.#provider, platform);
  }
}

function argumentsOf(call: ConformanceCall) {
  const { type = "item", name, config, connection, previous, tags, operationId, attempt, signal } = call;
  const input = {
    name,
    config,
    ...(connection && { connection }),
    ...(previous && { previous }),
    ...(tags && { tags }),
    ...(operationId !== undefined && { operationId }),
    ...(attempt !== undefined && { attempt }),
    ...(signal && { signal }),
  };
  return [type, input] as const;
}

function outcomeOf({ error, logs }: Ended, value: object | string | null): ConformanceOutcome {
  const told = logs.map(({ level, message, metadata }) => ({ level, message, metadata }));
  if (!error) return { value, error: null, logs: told };
  const { kind, message, retryAfter = null, exists = null, replace = null } = error;
  return { value: null, error: { kind, message, retryAfter, exists, replace }, logs: told };
}
