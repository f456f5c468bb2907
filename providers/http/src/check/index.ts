import { setTimeout as sleep } from "node:timers/promises";
import { ConfigError, defineConnectedResource, type ProviderContext } from "@pragma/sdk/provider";
import { connection } from "../connection.ts";
import { atUrl } from "../fields.ts";
import { type CheckConfig, checkConfig, checkOutputs } from "./config.ts";
import { type Probe, probe } from "./probe.ts";

type CheckContext = Pick<ProviderContext<CheckConfig>, "config" | "signal" | "log">;

/** A URL that has to answer before whatever depends on it is made. */
export const check = defineConnectedResource({
  description: "A check over HTTP: ready once a URL answers as expected",
  tags: ["http"],
  config: checkConfig,
  outputs: checkOutputs,
  connection,
  real: false,
  complete: (config, connected) => atUrl(config, connected, (value) => value),

  async create(ctx) {
    return await waitUntilFine(ctx);
  },

  async update(ctx) {
    return await waitUntilFine(ctx);
  },

  async delete() {
    // There is nothing of it outside.
  },

  async health(ctx) {
    const startedAt = performance.now();
    const { status, fault } = await ask(ctx).catch(asFault);
    const details = { status, duration_ms: Math.round(performance.now() - startedAt) };
    return fault === null
      ? { status: "healthy", message: null, details }
      : { status: "unhealthy", message: `${shown(ctx.config.url)}: ${fault}`, details };
  },
});

/** Asks until it is fine. @throws Error with the last reason when the time is up. */
async function waitUntilFine(ctx: CheckContext): Promise<{ url: string; status: number }> {
  const { url, wait, interval } = ctx.config;
  const until = performance.now() + wait * 1000;
  for (let asked = 1; ; asked += 1) {
    const { status, fault } = await ask(ctx);
    if (fault === null && status !== null) return { url, status };
    if (performance.now() >= until) throw new Error(`${shown(url)}: ${fault} (asked ${asked} times in ${wait} s)`);
    if (asked === 1) ctx.log.info(`not yet: ${fault}`);
    await sleep(interval * 1000, undefined, { signal: ctx.signal });
  }
}

/** While it starts, a service refuses connections: that is an answer too. */
async function ask(ctx: CheckContext): Promise<Probe | { status: null; fault: string }> {
  try {
    return await probe(ctx.config, ctx.signal);
  } catch (error) {
    ctx.signal.throwIfAborted();
    if (error instanceof ConfigError) throw error;
    return { status: null, fault: error instanceof Error ? error.message : String(error) };
  }
}

/** Turns an error of the config into a fault: a health check is to report that, too. */
function asFault(error: unknown): { status: null; fault: string } {
  if (!(error instanceof ConfigError)) throw error;
  return { status: null, fault: error.message };
}

/** Without its query, which may hold a token. */
function shown(url: string): string {
  return url.replace(/[?#].*$/s, "");
}
