import type { Core } from "@pragma/core";
import type * as TrpcModule from "@pragma/trpc";
import type { WebEnv } from "./env.ts";
import type * as UseCases from "./use-cases.ts";

/**
 * Services of the server process to the pages. Core has threads, native add-ons and prepared statements, which do not belong
 * in a bundle of pages: `main.ts` loads it once, and the pages find it here (docs/adr/0013).
 */
export interface Services {
  readonly core: Core;
  readonly env: WebEnv;
  /** Core's use-cases. */
  readonly useCases: typeof UseCases;
  readonly trpc: typeof TrpcModule;
  /** The folder of the packages to serve. */
  readonly packagesFolder: string;
  /** The folder of the guides to show. */
  readonly guidesFolder: string;
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
