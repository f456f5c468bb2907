import type { ChangeDocument, Json } from "@pragma/contract";
import type { ProviderPlanned } from "@pragma/contract/provider-protocol";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { ImportAnswers } from "./imported-thing.ts";

/** What a provider said that an update would do, or why it did not say; `of` is the digest of that update. */
export type ForeseenUpdate = { of: string } & ({ told: ProviderPlanned } | { silent: string });

/** What providers said of the updates of a change, by key of the resource. */
export type ForeseenUpdates = Readonly<Record<string, ForeseenUpdate>>;

/** An update of which its provider can tell what it would do, and has not told yet. */
export interface UpdateQuestion {
  key: string;
  /** Digest of the update. */
  of: string;
  /** The config that is to come, sealed, with null where it is not known yet. */
  after: Json;
  /** Paths of these places: 10,000 at most. */
  unknown: readonly string[];
}

/** The answer to such a question, or why there is none. */
export type PlannedAnswer = { told: ProviderPlanned } | { silent: string };

/**
 * What planning a change asks providers, outside of transactions: no worker sees what is asked in one. `endsAt` is when all has to be
 * answered, by `performance.now()`.
 */
export interface AskProviders {
  /** What the things are like that documents take over. */
  imports(
    core: Core,
    context: RequestContext,
    documents: readonly ChangeDocument[],
    endsAt: number,
  ): Promise<ImportAnswers>;
  /** What updates would do, by key of the resource. */
  updates(
    core: Core,
    context: RequestContext,
    questions: readonly UpdateQuestion[],
    endsAt: number,
  ): Promise<ReadonlyMap<string, PlannedAnswer>>;
}
