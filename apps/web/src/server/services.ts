import type { Core } from "@pragma/core";
import type * as TrpcModule from "@pragma/trpc";
import type { WebEnv } from "./env.ts";
import type * as UseCases from "./use-cases.ts";

/**
 * What the server's process gives to the pages. Core has threads, native add-ons and prepared statements, which a
 * bundler of pages is no good home for: `main.ts` loads it once, and the pages find it here (docs/adr/0013).
 */
export interface Services {
  readonly core: Core;
  readonly env: WebEnv;
  /** Core's use-cases. */
  readonly useCases: typeof UseCases;
  readonly trpc: typeof TrpcModule;
  /** Where the packages lie that are handed out. */
  readonly packagesFolder: string;
}

const KEY = Symbol.for("pragma.web.services");

type Holder = typeof globalThis & { [KEY]?: Services };

/** Called once, before the first request. */
export function provideServices(services: Services): void {
  (globalThis as Holder)[KEY] = services;
}

/** @throws Error outside of the product's own server */
export function services(): Services {
  const found = (globalThis as Holder)[KEY];
  if (!found) throw new Error("The dashboard runs in its own server: start it with src/main.ts, not with next");
  return found;
}
