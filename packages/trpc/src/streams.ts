import type { Scope } from "@pragma/contract";
import type { Core } from "@pragma/core";
import { watchCaller } from "@pragma/core/access";
import type { MemberContext } from "@pragma/core/callers";
import { DomainError } from "@pragma/core/errors";
import { MAX_STREAMS_PER_TOKEN } from "@pragma/core/limits/ledgers";
import { TRPCError } from "@trpc/server";
import { trpcErrorOf } from "./domain-errors.ts";

interface StreamContext {
  readonly core: Core;
  readonly member: MemberContext;
  readonly correlationId: string;
}

/**
 * Opens the source of a subscription. It ends with the client, and within a second of the login losing the scope, then
 * with an error that no client retries. Errors of an open stream become tRPC errors, as with other procedures.
 *
 * @param signal aborts when the client disconnects
 * @param open receives a signal that aborts with the stream, however it ends: everything that it holds must depend on
 *   that
 * @throws what `open` throws, and rate_limited for a login with too many streams
 */
export async function openStream<Item>(
  context: StreamContext,
  scope: Scope,
  signal: AbortSignal | undefined,
  open: (over: AbortSignal) => AsyncIterable<Item> | Promise<AsyncIterable<Item>>,
): Promise<AsyncGenerator<Item, void>> {
  const lost = new AbortController();
  const done = new AbortController();
  const over = AbortSignal.any([...(signal ? [signal] : []), lost.signal, done.signal]);
  const unwatch = watchCaller(context.core, context.member, scope, () => lost.abort());
  // Not only at the end of the iteration: a client may leave before it has begun.
  over.addEventListener("abort", unwatch, { once: true });
  if (over.aborted) unwatch();
  try {
    await countStream(context, over);
    return follow(context, await open(over), { lost: lost.signal, over, done });
  } catch (error) {
    done.abort();
    throw error;
  }
}

/** A login may have as many open streams as a token, across all replicas. @throws DomainError rate_limited */
async function countStream({ core, member }: StreamContext, over: AbortSignal): Promise<void> {
  const giveBack = await core.services.streams.take(member.tokenId);
  if (giveBack === null) {
    throw new DomainError("rate_limited", `${MAX_STREAMS_PER_TOKEN} streams are open already: close other windows`);
  }
  over.addEventListener("abort", giveBack, { once: true });
  if (over.aborted) giveBack();
}

interface Ends {
  lost: AbortSignal;
  over: AbortSignal;
  done: AbortController;
}

async function* follow<Item>(
  context: StreamContext,
  source: AsyncIterable<Item>,
  { lost, over, done }: Ends,
): AsyncGenerator<Item, void> {
  try {
    for await (const item of source) {
      // This reader must not get items that were batched before it lost the right.
      if (over.aborted) break;
      yield item;
    }
    if (lost.aborted) throw new DomainError("not_authenticated", "Your login has ended, or may no longer read this");
  } catch (error) {
    throw asStreamError(context, error);
  } finally {
    done.abort();
  }
}

function asStreamError({ core, correlationId }: StreamContext, error: unknown): unknown {
  const known = error instanceof TRPCError ? error : trpcErrorOf(error);
  if (known) return known;
  core.services.logger.error({ err: error, correlationId }, "a subscription broke off");
  return error;
}
